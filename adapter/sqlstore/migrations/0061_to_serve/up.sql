-- closed cases whose notice has to be served still
update cases set turn = 'clerk' where closed <> 0 and turn = '' and item <> '' and state in ('not_accepted', 'acceptance_revoked', 'decision_revoked');
create index case_list_to_serve on case_list (subject, opened, case_id) where closed = 1 and turn = 'clerk';
