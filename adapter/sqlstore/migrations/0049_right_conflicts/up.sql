create table right_conflicts (right_no text primary key, since bigint not null);
