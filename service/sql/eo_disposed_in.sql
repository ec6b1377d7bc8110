-- Explosive items disposed of in each of some periods, as known at an instant (domain.md 8.10), added up by category:
-- however many periods are asked for, and these may overlap.
select
    period.place::integer as place,
    day.eo_category,
    day.is_hazardous,
    sum(day.quantity)::bigint as quantity
from unnest(cast(:first_days as date[]), cast(:last_days as date[])) with ordinality as period (start_on, end_on, place)
join item_total as day on day.disposed_on between period.start_on and period.end_on
where day.recorded @> cast(:as_known_at as timestamptz)
group by period.place, day.eo_category, day.is_hazardous
