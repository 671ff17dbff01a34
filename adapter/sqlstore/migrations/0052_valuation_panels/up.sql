drop table valuation_panels;
