-- what a case is about, by its number in a register: titles change and are shared
alter table cases add column about text not null default '';
update cases set about = 'right:' || json_extract(data, '$.right')
  where flow in ('utilization/hall.listing', 'utilization/hall.deal', 'utilization/valuation.panel', 'utilization/valuation.worksheet')
  and data like '{%' and coalesce(json_extract(data, '$.right'), '') <> '';
create index cases_by_about on cases (about, flow) where about <> '';
