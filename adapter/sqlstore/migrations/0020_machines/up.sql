create table window_machines (
  case_id text primary key, unit text not null, state text not null, hash text not null
);
create index window_machines_by_unit on window_machines (unit, state);
create index window_machines_by_hash on window_machines (hash);
