create table hall_listings (
  case_id text primary key, no text not null, right_no text not null, title text not null, summary text not null, kind text not null,
  deal text not null, licence text not null, ipc text not null, section text not null, seller text not null, seller_name text not null,
  price bigint not null, price_open bigint not null, grade text not null, score double precision not null, maturity bigint not null,
  industry text not null, state text not null, term_end text not null, updated bigint not null
);
create index hall_listings_by_state on hall_listings (state, updated);
create index hall_listings_by_right on hall_listings (right_no);
create table match_events (
  algorithm text not null, need text not null, object text not null, stage text not null, made bigint not null, user_id text not null,
  primary key (algorithm, need, object, stage)
);
