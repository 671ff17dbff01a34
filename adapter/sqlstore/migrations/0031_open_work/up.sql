create index asks_open on asks (party, answered, key);
create index cases_by_load on cases (assignee, closed, unit);
