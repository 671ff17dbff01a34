create table ledger_accounts (
  id text primary key, scope text not null, kind text not null, part text not null, currency text not null,
  debits_posted bigint not null, credits_posted bigint not null, debits_pending bigint not null, credits_pending bigint not null
);
create index ledger_accounts_by_scope on ledger_accounts (scope);
create table ledger_transfers (
  id text primary key, debit text not null, credit text not null, amount bigint not null, code text not null, phase text not null,
  pending_of text not null, key text not null, ref text not null, made bigint not null, scope text not null, other text not null
);
create unique index ledger_transfers_by_hold on ledger_transfers (pending_of) where pending_of <> '';
create unique index ledger_transfers_by_key on ledger_transfers (key) where key <> '';
create index ledger_transfers_by_scope on ledger_transfers (scope);
create index ledger_transfers_by_other on ledger_transfers (other) where other <> '';
create table ledger_answers (
  bank text not null, bank_ref text not null, key text not null, verdict text not null, amount bigint not null, body text not null,
  primary key (bank, bank_ref)
);
create index ledger_answers_by_key on ledger_answers (key, verdict);
create table ledger_tasks (
  id text primary key, kind text not null, deal text not null, body text not null, made bigint not null, closed bigint not null,
  closed_by text not null, note text not null
);
create index ledger_tasks_by_closed on ledger_tasks (closed, deal, made);
