alter table hall_listings add column confidence double precision not null default 0;
alter table hall_listings add column evaluated bigint not null default 0;
alter table hall_listings add column evaluated_of bigint not null default 0;
alter table hall_listings add column evaluated_by text not null default '';
create index hall_listings_by_evaluated on hall_listings (evaluated);
create table valuation_panels (
  case_id text primary key, no text not null, right_no text not null, title text not null, owner text not null, scene text not null, state text not null,
  open bigint not null, grade text not null, score double precision not null, confidence double precision not null, as_of text not null,
  valid_until text not null, report text not null, issued bigint not null, updated bigint not null
);
create index valuation_panels_by_right on valuation_panels (right_no, issued);
