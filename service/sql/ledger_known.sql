-- The first and last committed change, and the present by the database's clock.
select min(recorded_at) as first_at, max(recorded_at) as last_at, clock_timestamp() as present_at from ledger_change
