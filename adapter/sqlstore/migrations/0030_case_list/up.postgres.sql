create table case_list (
  case_id text not null, subject text not null, role text not null, relation text not null, level bigint not null,
  closed bigint not null, alone bigint not null, office text not null, yours bigint not null,
  no text not null, flow text not null, item text not null, title text not null, state text not null, turn text not null,
  assignee text not null, unit text not null, district text not null, parent text not null,
  opened bigint not null, updated bigint not null, ended bigint not null, due bigint not null, clock bigint not null,
  version bigint not null, cell text not null,
  primary key (case_id, subject, role)
);
insert into case_list (case_id, subject, role, relation, level, closed, alone, office, yours, no, flow, item, title, state, turn,
  assignee, unit, district, parent, opened, updated, ended, due, clock, version, cell)
select y.*, cast(y.clock as text) || chr(31) || cast(y.yours as text) || chr(31) || y.turn || chr(31) || y.assignee || chr(31) || y.unit
    || chr(31) || y.district || chr(31) || y.item || chr(31) || y.flow || chr(31) || y.state
from (
  select a.case_id, a.subject, a.role, a.relation, a.level,
    case when c.closed = 0 then 0 else 1 end as closed,
    case when (select count(*) from case_access b where b.case_id = a.case_id and b.subject = a.subject) = 1 then 1 else 0 end as alone,
    case when a.relation in ('unit', 'district') then '' else coalesce((select min(b.subject) from case_access b where b.case_id = a.case_id
      and b.relation in ('unit', 'district') and b.role <> 'public' and b.level >= a.level), '') end as office,
    case when c.turn <> '' and (c.closed = 0 and strpos(c.envelope, '"hold":{"kind":"suspended"') = 0 or c.closed <> 0 and c.turn = 'owner' and strpos(c.envelope, '"hold":{"kind":') = 0) and exists (select 1 from case_access b where b.case_id = a.case_id
      and b.subject = a.subject and b.relation not in ('unit', 'district') and b.role = c.turn) then 1 else 0 end as yours,
    c.no, c.flow, c.item, c.title, c.state, c.turn, c.assignee, c.unit, c.district, c.parent, c.opened, c.updated, c.closed as ended, c.due,
    case when strpos(c.envelope, '"hold":{"kind":') > 0 then 2 when c.due = 0 then 1 else 0 end as clock, c.version
  from case_access a join cases c on c.id = a.case_id
) y order by y.subject, y.closed, y.clock, y.due, y.updated desc, y.case_id, y.role;
create index case_list_by_due on case_list (subject, closed, clock, due, updated desc, case_id);
create index case_list_by_cell on case_list (subject, closed, cell, due, level, role, alone, office) include (case_id);
create index case_list_by_updated on case_list (subject, closed, updated desc, case_id);
create index case_list_by_opened on case_list (subject, closed, opened desc, case_id);
create index case_list_public on case_list (flow, state, opened desc) where subject = 'public';
analyze case_list;
