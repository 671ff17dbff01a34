create table held_forms (id text primary key, mark text not null, hat text not null, path text not null, body text not null, made bigint not null);
create index held_forms_by_mark on held_forms (mark, made);
create index held_forms_by_made on held_forms (made);
