-- Explosive items disposed of between two days, as known at an instant (domain.md 8.10), by week and category.
select
    to_char(disposed_on, 'IYYY-"W"IW') as week,
    eo_category,
    is_hazardous,
    sum(quantity)::bigint as quantity
from item_total
where recorded @> cast(:as_known_at as timestamptz)
    and disposed_on between :from_on and :to_on
group by week, eo_category, is_hazardous
