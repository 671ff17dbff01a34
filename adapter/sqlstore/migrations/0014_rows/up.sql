create table row_work (case_id text primary key, flow text not null, made bigint not null);
update cases set state = 'working' where flow = 'utilization/hall.bulk' and state = 'listing';
update cases set data = replace(data, '"state":"listed"', '"state":"made"') where flow = 'utilization/hall.bulk';
insert into row_work (case_id, flow, made) select id, flow, updated from cases where flow = 'utilization/hall.bulk' and state in ('checking', 'working');
create index cases_by_item on cases (item, opened);
create index cases_by_due on cases (due);
create index drafts_by_updated on drafts (updated);
alter table documents add column pages bigint not null default 0;
