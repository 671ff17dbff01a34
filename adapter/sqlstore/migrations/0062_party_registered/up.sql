-- where a party is reached, and what was changed of what is registered of it
alter table parties add column address text not null default '';
alter table parties add column postcode text not null default '';
alter table parties add column contact text not null default '';
alter table parties add column phone text not null default '';
create table party_changes (id text primary key, party text not null, made bigint not null, field text not null, was text not null, now text not null, by_user text not null, paper text not null);
create index party_changes_by_party on party_changes (party, made desc);
