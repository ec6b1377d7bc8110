-- For each affected release the releases of its account that come before it in the order on its ground:
-- by date, then by method (cleared, reduced, cancelled, not recorded), then by code in byte order.
create temporary table ledger_earlier on commit drop as
select
    r.n,
    row_number() over (partition by r.n order by e.effective_date, e.method_rank, e.code collate "C") as place,
    e.effective_date, e.target_types, e.ground
from ledger_affected r
join account_release e
    on upper_inf(e.recorded)
    and e.account = r.account
    and e.ground && r.ground
    and st_intersects(r.ground, e.ground)
    and (e.effective_date, e.method_rank, e.code collate "C") < (r.effective_date, r.method_rank, r.code collate "C")
