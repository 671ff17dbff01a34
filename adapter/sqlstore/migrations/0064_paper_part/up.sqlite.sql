-- what tells an issued paper from others of its kind in one case: the year of a tax sheet
alter table documents add column part text not null default '';
update documents set part = coalesce(json_extract(data, '$.tax.year'), '') where template = 'utilization/hall/tax';
