-- Issued reports whose released areas are not those of the ledger at the instant they were taken from.
select
    null as layer, report.kind || ' ' || report.period as code, 'report' as part, report.number, report.account,
    'figures' as aspect, released.area_m2::text as expected, frozen.area_m2 as found,
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
cross join lateral (
    select jsonb_path_query_first(
        report.content, '$.tables[*].rows[*].cells[*] ? (@.key == $key).value',
        jsonb_build_object('key', 'key_figures/' || method.code || '/period')
    ) #>> '{}' as area_m2
) frozen
where report.scope = '{}' and frozen.area_m2 is not null
    and abs(released.area_m2 - frozen.area_m2::double precision) > :sliver_m2
order by report.number, method.position
limit :finding_limit
