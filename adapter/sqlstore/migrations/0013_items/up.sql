create table items (
  hash text primary key,
  code text not null,
  body text not null,
  made bigint not null
);
create table item_versions (
  code text not null, rank integer not null, starts text not null,
  hash text not null, case_id text not null, made bigint not null,
  primary key (code, rank, starts)
);
