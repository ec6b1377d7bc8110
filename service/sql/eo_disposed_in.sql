-- Explosive items disposed of in each of some periods, as known at an instant (domain.md 8.10), added up by category: the
-- lots are looked at once, however many periods are asked for, and these may overlap.
with day as (
    select
        lot.disposed_on,
        lot.eo_category,
        lot.is_hazardous,
        sum(lot.quantity) as quantity
    from counted_items(:as_known_at) as lot
    where lot.disposed_on is not null
    group by lot.disposed_on, lot.eo_category, lot.is_hazardous
)
select
    period.place::integer as place,
    day.eo_category,
    day.is_hazardous,
    sum(day.quantity)::bigint as quantity
from unnest(cast(:first_days as date[]), cast(:last_days as date[])) with ordinality as period (start_on, end_on, place)
join day on day.disposed_on between period.start_on and period.end_on
group by period.place, day.eo_category, day.is_hazardous
