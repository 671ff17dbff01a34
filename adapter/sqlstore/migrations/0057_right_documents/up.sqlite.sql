alter table rights add column docs text not null default '';
update rights set docs = coalesce((select group_concat(json_extract(d.value, '$.number'), ' ') from json_each(rights.body, '$.documents') d), '');
create index rights_by_change on rights (updated, number);
