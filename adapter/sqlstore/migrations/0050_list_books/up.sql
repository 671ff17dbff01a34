create table list_books (
  id text primary key, user_id text not null, hat text not null, query text not null, zh bigint not null,
  asked bigint not null, done bigint not null, cases bigint not null, hash text not null, fault text not null
);
create index list_books_by_user on list_books (user_id, asked);
create index list_books_open on list_books (asked) where done = 0;
