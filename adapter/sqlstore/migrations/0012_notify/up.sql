create table contacts (
  user_id text primary key, mail text not null, mail_ok bigint not null, phone text not null, phone_ok bigint not null,
  lang text not null, off text not null, digest bigint not null, code text not null, code_until bigint not null, updated bigint not null
);
create table deliveries (
  id text primary key, user_id text not null, channel text not null, topic text not null, text text not null, args text not null,
  state text not null, tries bigint not null, next bigint not null, made bigint not null, settled bigint not null, fault text not null
);
create index deliveries_by_state on deliveries (state, next);
create index deliveries_by_user on deliveries (user_id, made);
alter table notices add column spread bigint not null default 0;
create index notices_by_spread on notices (spread, made);
