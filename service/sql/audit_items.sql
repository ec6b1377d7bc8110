-- Totals of disposed items that differ from what is counted anew, as known now.
with compared as (
    select
        disposed_on, eo_category, is_hazardous, coalesce(c.quantity, 0) as expected, coalesce(t.quantity, 0) as found
    from (
        select disposed_on, eo_category, is_hazardous, sum(quantity) as quantity
        from counted_items((select max(recorded_at) from ledger_change))
        where disposed_on is not null
        group by disposed_on, eo_category, is_hazardous
    ) c
    full join (select * from item_total where upper_inf(recorded)) t using (disposed_on, eo_category, is_hazardous)
)
select
    null as layer, concat_ws(' ', disposed_on, eo_category, case when not is_hazardous then 'harmless' end) as code,
    'total' as part, null::bigint as number, null as account, 'quantity' as aspect, expected::text as expected,
    found::text as found, null as other
from compared
where expected <> found
order by disposed_on, eo_category, is_hazardous
limit :finding_limit
