create table tokens (
  id text primary key, hash text not null unique, user_id text not null, name text not null, party text not null, mandate text not null,
  unit text not null, role text not null, district text not null, rights text not null,
  made bigint not null, expires bigint not null, revoked bigint not null, used bigint not null
);
create index tokens_by_user on tokens (user_id, made);
create index tokens_by_party on tokens (party, made);
