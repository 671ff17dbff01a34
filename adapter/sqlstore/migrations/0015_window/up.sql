create table window_bookings (
  case_id text primary key, unit text not null, day text not null, at text not null, state text not null, code text not null, phone text not null, party text not null
);
create index window_bookings_by_time on window_bookings (unit, day, at);
create index window_bookings_by_phone on window_bookings (phone, state);
create unique index window_bookings_by_code on window_bookings (code);
create table window_tickets (
  case_id text primary key, unit text not null, day text not null, letter text not null, n bigint not null, state text not null,
  code text not null, person text not null, phone text not null, party text not null
);
create unique index window_tickets_by_number on window_tickets (unit, day, letter, n);
create index window_tickets_by_state on window_tickets (unit, day, state);
create index window_tickets_by_person on window_tickets (person);
create index window_tickets_by_phone on window_tickets (phone);
create unique index window_tickets_by_code on window_tickets (code);
create table window_shifts (
  case_id text primary key, unit text not null, day text not null, state text not null
);
create index window_shifts_by_unit on window_shifts (unit, state);
create table item_applicants (
  case_id text primary key, code text not null, party text not null, phone text not null
);
create index item_applicants_by_code on item_applicants (code);
create index item_applicants_by_party on item_applicants (party);
create index item_applicants_by_phone on item_applicants (phone);
