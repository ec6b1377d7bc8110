-- The first and last committed change, and the present by the database's clock. Whoever asks of the ledger asks this
-- first: so every statement until the end of the transaction is planned for the values that it is asked with. Asked again
-- and again on a connection, it would get one plan for all values, which looks at all months for one week.
select
    min(recorded_at) as first_at,
    max(recorded_at) as last_at,
    clock_timestamp() as present_at,
    set_config('plan_cache_mode', 'force_custom_plan', true) as planning
from ledger_change
