-- Issued reports whose released areas are not those of the ledger at the instant they were taken from.
select
    null as layer, report.kind || ' ' || report.period as code, 'report' as part, report.number, report.account,
    'figures' as aspect, released.area_m2::text as expected, report.figures -> 'areas' ->> (method.code || '_m2') as found,
    method.code as other
from report
cross join release_method method
cross join lateral (
    select coalesce(sum(t.area_m2), 0)::double precision as area_m2
    from ledger_total t
    where t.recorded @> report.as_known_at
      and t.account = report.account
      and t.effective_date between report.period_from and report.period_to
      and t.cause in ('released', 'released_outside')
      and t.release_method = method.code
) released
where coalesce(
    abs(released.area_m2 - (report.figures -> 'areas' ->> (method.code || '_m2'))::double precision) > :sliver_m2, true
)
order by report.number, method.position
limit :finding_limit
