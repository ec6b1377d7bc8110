-- Bring the squares to what a change left: what a release was and had before its stamp is taken away where it was
-- counted, what it is and has now is added. Sums are exact.
with changed as materialized (
    select release_area_id from release_area_version where lower(recorded) = :stamp
    union
    select release_area_id from release_area_version where upper(recorded) = :stamp and not upper_inf(recorded)
    union
    select release_area_id from ledger_entry where lower(recorded) = :stamp
    union
    select release_area_id from ledger_entry where upper(recorded) = :stamp and not upper_inf(recorded)
),
version as (
    select
        release_area_id, drawn_at, release_method, basis, visibility, effective_date, upper_inf(recorded) as is_now,
        lower(recorded) < :stamp as is_before
    from changed
    join release_area_version using (release_area_id)
    where upper_inf(recorded) or upper(recorded) = :stamp
),
entry as (
    select release_area_id, area_m2::numeric as area_m2, true as is_now, lower(recorded) < :stamp as is_before
    from changed
    join ledger_entry using (release_area_id)
    where upper_inf(recorded) and account = 'operational' and cause in ('released', 'released_outside')
    union all
    select release_area_id, area_m2::numeric, false, true
    from ledger_entry
    where upper(recorded) = :stamp and not upper_inf(recorded)
      and account = 'operational' and cause in ('released', 'released_outside')
),
net as (
    select
        release_area_id, sum(area_m2) filter (where is_before) as before_m2, sum(area_m2) filter (where is_now) as now_m2
    from entry
    group by release_area_id
),
moved as (
    select v.*, sign as release_count, sign * case sign when 1 then net.now_m2 else net.before_m2 end as area_m2
    from version v
    left join net using (release_area_id)
    cross join (values (-1), (1)) as side (sign)
    where drawn_at is not null and case sign when 1 then is_now else is_before end
),
counted as materialized (
    select
        floor((st_x(drawn_at) + :half_world_m) / :cell_m)::integer as x,
        floor((:half_world_m - st_y(drawn_at)) / :cell_m)::integer as y,
        release_method, basis, visibility, date_trunc('week', effective_date::timestamp)::date as monday,
        sum(release_count) as release_count, coalesce(sum(area_m2), 0) as area_m2
    from moved
    group by 1, 2, release_method, basis, visibility, monday
    having sum(release_count) <> 0 or sum(area_m2) <> 0
),
by_week as (
    insert into release_cell (x, y, release_method, basis, visibility, monday, release_count, area_m2)
    select x, y, release_method, basis, visibility, monday, release_count, area_m2
    from counted
    on conflict (x, y, monday, release_method, basis, visibility) do update
    set release_count = release_cell.release_count + excluded.release_count,
        area_m2 = release_cell.area_m2 + excluded.area_m2
)
insert into release_cell_total (x, y, release_method, basis, visibility, release_count, area_m2)
select x, y, release_method, basis, visibility, sum(release_count), sum(area_m2)
from counted
group by x, y, release_method, basis, visibility
on conflict (x, y, release_method, basis, visibility) do update
set release_count = release_cell_total.release_count + excluded.release_count,
    area_m2 = release_cell_total.area_m2 + excluded.area_m2
