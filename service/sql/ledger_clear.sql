-- Make room for the next update of the same transaction.
drop table if exists
    ledger_piece_due, ledger_affected, ledger_event, ledger_passage, ledger_share, ledger_due, ledger_standing,
    ledger_moved, item_moved, work_moved, release_touched, release_told, release_moved
