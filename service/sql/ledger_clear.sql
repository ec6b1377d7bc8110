-- Make room for the next update of the same transaction.
drop table ledger_piece_due, ledger_affected, ledger_earlier, ledger_recorded, ledger_net, ledger_polygon, ledger_share
