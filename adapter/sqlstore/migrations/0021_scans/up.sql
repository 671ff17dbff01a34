create table scans (sha256 text primary key, state text not null, found text not null default '', name text not null default '', made bigint not null, looked bigint not null);
create index scans_waiting on scans (state, looked);
