create trigger ledger_transfers_no_update before update on ledger_transfers begin select raise(abort, 'ledger_transfers is only added to'); end;
create trigger ledger_transfers_no_delete before delete on ledger_transfers begin select raise(abort, 'ledger_transfers is only added to'); end;
create trigger ledger_answers_no_update before update on ledger_answers begin select raise(abort, 'ledger_answers is only added to'); end;
create trigger ledger_answers_no_delete before delete on ledger_answers begin select raise(abort, 'ledger_answers is only added to'); end;
create trigger right_events_no_update before update on right_events begin select raise(abort, 'right_events is only added to'); end;
create trigger right_events_no_delete before delete on right_events begin select raise(abort, 'right_events is only added to'); end;
