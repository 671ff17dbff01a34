create table claims (kind text not null, id text not null, holder text not null, until bigint not null, primary key (kind, id));
create table deputies (
  id text primary key, absent text not null, deputy text not null, unit text not null, role text not null, district text not null,
  starts bigint not null, ends bigint not null, reason text not null, made bigint not null, made_by text not null, ended bigint not null
);
create index deputies_by_deputy on deputies (deputy, ended);
create index deputies_by_absent on deputies (absent, ended);
create table units (id text primary key, zh text not null, en text not null, district text not null, closed bigint not null);
create table once_links (hash text primary key, user_id text not null, made bigint not null, made_by text not null, until bigint not null, used bigint not null);
create index once_links_by_user on once_links (user_id);
create table logins (
  id text primary key, user_id text not null, made bigint not null, seen bigint not null, address text not null, agent text not null, ended bigint not null
);
create index logins_by_user on logins (user_id, ended);
create table bulks (
  id text primary key, move text not null, input text not null, note text not null, body text not null, user_id text not null, made bigint not null, finished bigint not null
);
create index bulks_by_user on bulks (user_id, made);
create table bulk_items (
  bulk text not null, case_id text not null, n bigint not null, state text not null, fault text not null, made bigint not null, primary key (bulk, case_id)
);
create index bulk_items_by_state on bulk_items (state, bulk, n);
alter table parties add column quiet bigint not null default 0;
create index journal_by_act on journal (act, made);
