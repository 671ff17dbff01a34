-- the code that shows a case without a log-in
alter table cases add column track text not null default '';
update cases set track = coalesce(json_extract(data, '$.track'), '') where data like '{%"track":"_%';
create index cases_by_track on cases (track) where track <> '';
