alter table hall_listings add column district text not null default '';
alter table hall_listings add column valid text not null default '';
create index hall_listings_by_seller on hall_listings (seller);
drop table match_events;
create table match_events (
  version text not null, subject text not null, object text not null, kind text not null, user_id text not null, made bigint not null,
  primary key (version, subject, object, kind, user_id)
);
create index match_events_by_object on match_events (object);
create index parties_by_name on parties (name);
create index rights_by_status on rights (status);
