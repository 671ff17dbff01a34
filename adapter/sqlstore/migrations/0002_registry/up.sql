create table records (key text primary key, right_no text not null, source text not null, doc text not null, body text not null);
create index records_by_right on records (right_no);
create table rights (
  number text primary key, kind text not null, title text not null, abstract text not null, owners text not null, ipc_main text not null,
  filing text not null, granted text not null, status text not null, term_end text not null, observed bigint not null, body text not null, updated bigint not null
);
create index rights_by_ipc on rights (ipc_main);
create index rights_by_filing on rights (filing);
create table right_owners (right_no text not null, subject text not null, primary key (subject, right_no));
create index right_owners_by_right on right_owners (right_no);
create table right_events (
  id text primary key, right_no text not null, kind text not null, valid_from text not null, recorded bigint not null, body text not null
);
create index right_events_by_right on right_events (right_no, valid_from);
