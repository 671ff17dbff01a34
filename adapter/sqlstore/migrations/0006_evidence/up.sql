alter table journal add column sm3 text not null default '';
create index journal_unnumbered on journal (made, id) where seq is null;
create table log_heads (name text primary key, size bigint not null, note text not null, closed bigint not null);
