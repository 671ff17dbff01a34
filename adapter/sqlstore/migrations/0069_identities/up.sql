-- outside identities (统一身份认证) with which a user may log in; the key is a hash
create table identities (
	id text not null primary key,
	user_id text not null,
	provider text not null,
	made bigint not null
);
create index identities_user on identities (user_id);
