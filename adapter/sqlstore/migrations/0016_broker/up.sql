create table hall_brokers (
  case_id text primary key, no text not null, party text not null, name text not null, state text not null, fields text not null, about text not null, words text not null, updated bigint not null
);
create index hall_brokers_by_party on hall_brokers (party);
create table hall_brokered (
  case_id text primary key, broker text not null, state text not null, section text not null, price bigint not null, explained bigint not null,
  proposed bigint not null, opened bigint not null, signed bigint not null, settled bigint not null
);
create index hall_brokered_by_broker on hall_brokered (broker, settled);
create index hall_brokered_unexplained on hall_brokered (explained, opened);
