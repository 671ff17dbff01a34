alter table drafts add column mandate text not null default '';
update drafts set mandate = coalesce((select min(m.id) from mandates m where m.principal = drafts.party and m.revoked = 0
    and (m.agent_user = drafts.user_id or (m.agent_user = '' and exists (select 1 from members x where x.user_id = drafts.user_id and x.party = m.agent)))), '')
  where party <> '' and not exists (select 1 from members y where y.user_id = drafts.user_id and y.party = drafts.party);
create index drafts_by_party on drafts (party, mandate);
create table draft_hands (
  id text primary key, user_id text not null, party text not null, subject text not null, to_user text not null, holder text not null, note text not null,
  made bigint not null, ended bigint not null, gone bigint not null
);
create index draft_hands_by_giver on draft_hands (user_id, party, subject, ended);
create index draft_hands_by_holder on draft_hands (holder, party, subject, ended);
create index mandates_by_former on mandates (handed_from);
