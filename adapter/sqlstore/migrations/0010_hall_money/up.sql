alter table asks add column chased bigint not null default 0;
alter table asks add column chase_at bigint not null default 0;
create index asks_unanswered on asks (answered, answer_by);
alter table suspense add column note text not null default '';
alter table match_events add column place bigint not null default 0;
alter table hall_listings add column words text not null default '';
alter table documents add column for_role text not null default '';
create index rights_by_updated on rights (updated);
create index hall_listings_by_updated on hall_listings (updated);
create table ledger_statements (
  id text primary key, sha256 text not null, name text not null, bank text not null, first_day text not null, last_day text not null,
  lines bigint not null, counts text not null, made bigint not null, made_by text not null
);
create index ledger_statements_by_made on ledger_statements (made);
