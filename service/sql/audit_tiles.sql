-- The tiles on which hazardous areas or releases lie, as columns and rows counted from longitude and latitude 0, and
-- how many releases lie there.
select x::integer, y::integer, count(*) filter (where is_release) as release_count
from (
    select geom, false as is_release from hazard_piece where upper_inf(recorded)
    union all
    select ground, true from release_area_version where upper_inf(recorded) and ground is not null
) record
cross join lateral generate_series(
    floor(st_xmin(geom) / :tile_deg)::integer, floor(st_xmax(geom) / :tile_deg)::integer
) x
cross join lateral generate_series(
    floor(st_ymin(geom) / :tile_deg)::integer, floor(st_ymax(geom) / :tile_deg)::integer
) y
group by x, y
order by x, y
