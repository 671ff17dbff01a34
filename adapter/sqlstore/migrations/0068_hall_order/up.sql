-- the hall sorted by price or score reads its page from an index
create index hall_listings_by_price on hall_listings (state, price_open, price, no);
create index hall_listings_by_price_down on hall_listings (state, price_open, price desc, no);
create index hall_listings_by_score on hall_listings (state, (case when grade in ('', 'low') then 1 else 0 end), score desc, no);
