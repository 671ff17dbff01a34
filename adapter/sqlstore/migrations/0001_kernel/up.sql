create table cases (
  id text primary key, no text not null unique, flow text not null, item text not null, item_hash text not null,
  title text not null, state text not null, version bigint not null, data text not null,
  assignee text not null, unit text not null, district text not null, parent text not null,
  envelope text not null, opened bigint not null, updated bigint not null, closed bigint not null, due bigint not null, turn text not null
);
create index cases_by_flow on cases (flow, state, updated);
create index cases_by_unit on cases (unit, closed, due);
create index cases_by_assignee on cases (assignee, closed, due);
create index cases_by_parent on cases (parent);
create index cases_by_updated on cases (updated);
create table case_access (
  case_id text not null references cases (id), relation text not null, subject text not null, role text not null, level bigint not null,
  primary key (case_id, subject, role)
);
create index case_access_by_subject on case_access (subject, case_id, level);
create table case_numbers (prefix text not null, year bigint not null, last bigint not null, primary key (prefix, year));
create table receipts (key text primary key, body text not null, made bigint not null);
create table journal (
  id text primary key, seq bigint, case_id text not null, flow text not null, act text not null,
  actor_user text not null, actor_party text not null, made bigint not null, body text not null, salt text not null, commitment text not null
);
create unique index journal_by_seq on journal (seq);
create index journal_by_case on journal (case_id, made);
create table timers (case_id text not null, name text not null, at bigint not null, move text not null, input text not null, primary key (case_id, name));
create index timers_by_at on timers (at);
create table asks (
  key text primary key, case_id text not null, party text not null, kind text not null, payload text not null, on_answer text not null,
  answer_by bigint not null, made bigint not null, sent bigint not null, answered bigint not null
);
create index asks_by_party on asks (party, sent, answered);
create table suspense (
  id text primary key, party text not null, answer text not null, ask_key text not null, payload text not null, reason text not null,
  made bigint not null, cleared bigint not null, cleared_by text not null
);
create table pendings (id text primary key, party text not null, state text not null, body text not null, made bigint not null);
create index pendings_by_party on pendings (party, state);
create table drafts (
  user_id text not null, party text not null, subject text not null, step text not null, data text not null, updated bigint not null,
  primary key (user_id, party, subject)
);
create table messages (
  id text primary key, case_id text not null references cases (id), from_user text not null, party text not null, text text not null, level bigint not null, made bigint not null
);
create index messages_by_case on messages (case_id, made);
create table notices (
  id text primary key, case_id text not null, role text not null, subject text not null, text text not null, args text not null, made bigint not null, seen bigint not null
);
create index notices_by_subject on notices (subject, seen, made);
create table documents (
  id text primary key, case_id text not null, kind text not null, template text not null, template_hash text not null, data text not null,
  number text not null, name text not null, sha256 text not null, bytes bigint not null, media text not null, level bigint not null,
  made bigint not null, made_by text not null, rendered bigint not null
);
create index documents_by_case on documents (case_id, made);
create index documents_to_render on documents (rendered, made);
create table doc_series (series text not null, year bigint not null, last bigint not null, primary key (series, year));
create table parties (id text primary key, kind text not null, name text not null, code text not null, district text not null, approval text not null, updated bigint not null);
create index parties_by_code on parties (code);
create table users (id text primary key, login text not null unique, name text not null, hash text not null, made bigint not null, disabled bigint not null);
create table members (user_id text not null, party text not null, duty text not null, rights text not null, primary key (user_id, party));
create index members_by_party on members (party);
create table posts (
  user_id text not null, unit text not null, role text not null, district text not null, deputy_for text not null, until bigint not null,
  primary key (user_id, unit, role, district)
);
create index posts_by_unit on posts (unit);
create table mandates (
  id text primary key, principal text not null, agent text not null, agent_user text not null, scope text not null, rights text not null,
  starts bigint not null, ends bigint not null, revoked bigint not null, handed_from text not null, doc_sha256 text not null
);
create index mandates_by_agent on mandates (agent);
create index mandates_by_principal on mandates (principal);
create table leases (name text primary key, holder text not null, fence bigint not null, until bigint not null);
create table cursors (name text primary key, seq bigint not null);
create table sessions (token text primary key, data text not null, expiry bigint not null);
create index sessions_by_expiry on sessions (expiry);
