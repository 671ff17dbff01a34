alter table case_access add column closed bigint not null default -1;
update case_access set closed = (select case when c.closed = 0 then 0 else 1 end from cases c where c.id = case_access.case_id);
create index case_access_in_lists on case_access (subject, closed, case_id, level);
create index cases_in_pool on cases (unit, opened) where closed = 0 and assignee = '';
create index notices_by_case on notices (case_id, subject);
create index notices_by_made on notices (subject, made);
