create table tries (name text primary key, full_at bigint not null);
create index tries_by_full on tries (full_at);
