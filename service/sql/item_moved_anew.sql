-- By how much the totals of items differ from what is known at a stamp, all of it counted anew.
create temporary table item_moved on commit drop as
select disposed_on, eo_category, is_hazardous, sum(quantity)::bigint as quantity
from (
    select disposed_on, eo_category, is_hazardous, quantity
    from counted_items(:stamp)
    where disposed_on is not null
    union all
    select disposed_on, eo_category, is_hazardous, -quantity
    from item_total
    where upper_inf(recorded)
) as either
group by disposed_on, eo_category, is_hazardous
having sum(quantity) <> 0
