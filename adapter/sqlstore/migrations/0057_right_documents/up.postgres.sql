alter table rights add column docs text not null default '';
update rights set docs = coalesce((select string_agg(d.value ->> 'number', ' ' order by d.ordinality) from jsonb_array_elements(body::jsonb -> 'documents') with ordinality d), '') where body like '%"documents":%';
create index rights_by_change on rights (updated, number);
