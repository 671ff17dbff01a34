create table held_forms (id text primary key, mark text not null, hat text not null, path text not null, body text not null, made bigint not null);
create index held_forms_by_mark on held_forms (mark, made);
create index held_forms_by_made on held_forms (made);
create table inbox_views (id text primary key, user_id text not null, unit text not null, name text not null, query text not null, made bigint not null);
create index inbox_views_by_user on inbox_views (user_id);
create index inbox_views_by_unit on inbox_views (unit);
create table inbox_usual (user_id text primary key, view_id text not null);
create index inbox_usual_by_view on inbox_usual (view_id);
