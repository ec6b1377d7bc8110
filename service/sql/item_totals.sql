-- Close the totals of items that changed, and record what they are now.
with closed as (
    update item_total t
    set recorded = tstzrange(lower(t.recorded), :stamp)
    from item_moved m
    where upper_inf(t.recorded)
      and (t.disposed_on, t.eo_category, t.is_hazardous) = (m.disposed_on, m.eo_category, m.is_hazardous)
    returning t.*
)
insert into item_total (disposed_on, eo_category, is_hazardous, quantity, recorded)
select disposed_on, eo_category, is_hazardous, sum(quantity), tstzrange(:stamp, null)
from (
    select disposed_on, eo_category, is_hazardous, quantity from closed
    union all
    select * from item_moved
) either
group by disposed_on, eo_category, is_hazardous
having sum(quantity) <> 0
