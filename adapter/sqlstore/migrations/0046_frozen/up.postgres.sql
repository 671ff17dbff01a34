create function frozen_row() returns trigger language plpgsql as 'begin raise exception ''% is only added to'', tg_table_name; end';
create trigger ledger_transfers_frozen before update or delete on ledger_transfers for each row execute procedure frozen_row();
create trigger ledger_transfers_whole before truncate on ledger_transfers for each statement execute procedure frozen_row();
create trigger ledger_answers_frozen before update or delete on ledger_answers for each row execute procedure frozen_row();
create trigger ledger_answers_whole before truncate on ledger_answers for each statement execute procedure frozen_row();
create trigger right_events_frozen before update or delete on right_events for each row execute procedure frozen_row();
create trigger right_events_whole before truncate on right_events for each statement execute procedure frozen_row();
