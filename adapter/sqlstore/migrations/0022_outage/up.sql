create table outages (
  case_id text primary key, no text not null, state text not null, starts bigint not null, revision bigint not null,
  swept bigint not null, swept_at bigint not null, swept_day text not null, pass text not null, after_case text not null
);
create unique index outages_by_no on outages (no);
create index outages_by_state on outages (state, starts);
create table outage_moves (
  outage text not null, case_id text not null, kind text not null, was text not null, ends text not null, primary key (outage, case_id, kind)
);
create index outage_moves_by_case on outage_moves (case_id);
