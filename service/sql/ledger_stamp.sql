-- The instant of a change: later than every instant before it, even when clocks step back or two changes share a
-- microsecond. To be run under the ledger's lock, so that no earlier stamp is still to come.
insert into ledger_change (recorded_at, upload_id)
select greatest(clock_timestamp(), max(recorded_at) + interval '1 microsecond'), :upload_id
from ledger_change
returning recorded_at
