-- closed cases to whose record the party objects
update cases set turn = 'head' where closed <> 0 and turn = '' and item <> '' and state = 'decision_revoked';
create index case_list_objected on case_list (subject, opened, case_id) where closed = 1 and turn = 'head';
-- the code by which the office that licenses agencies knows one
alter table parties add column agency_code text not null default '';
