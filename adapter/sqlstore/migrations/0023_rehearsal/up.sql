create table rehearsals (
  id text primary key, name text not null, user_id text not null, hat text not null, made bigint not null, finished bigint not null,
  question text not null, state text not null, done bigint not null, total bigint not null, fault text not null,
  basis text not null, request text not null, answer text not null, holder text not null, beat bigint not null
);
create index rehearsals_by_state on rehearsals (state, made);
create table rehearsal_units (rehearsal text not null, unit text not null, primary key (rehearsal, unit));
create index rehearsal_units_by_unit on rehearsal_units (unit);
