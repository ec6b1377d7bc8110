-- Close the entries that ought to stand no longer as they are.
update ledger_entry e
set recorded = tstzrange(lower(e.recorded), :stamp)
from ledger_standing s
where s.id = e.id and s.number is null
