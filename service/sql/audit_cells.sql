-- Squares in which other releases are counted than lie there, or with another area than their entries have, and drawn
-- outlines that are not those of the record. The ledger adds what changed to what stood; here everything is counted
-- anew, and the square is found as that of the longitude and latitude.
with net as (
    select release_area_id, sum(area_m2::numeric) as area_m2
    from ledger_entry
    where upper_inf(recorded) and account = 'operational' and cause in ('released', 'released_outside')
    group by release_area_id
),
located as (
    select
        v.*, st_x(spot) / 360 + 0.5 as across,
        0.5 - ln(tan(pi() / 4 + radians(st_y(spot)) / 2)) / pi() / 2 as down, net.area_m2 as net_m2
    from release_area_version v
    left join net using (release_area_id)
    cross join lateral st_transform(v.drawn_at, 4326) spot
    where upper_inf(v.recorded) and v.geom is not null
),
counted as (
    select
        floor(across * :cell_count) as x, floor(down * :cell_count) as y, release_method, basis, visibility,
        date_trunc('week', effective_date::timestamp)::date as monday, count(*) as release_count,
        coalesce(sum(net_m2), 0) as area_m2
    from located
    group by 1, 2, release_method, basis, visibility, monday
),
compared as (
    select
        x, y, monday, release_method, basis, visibility, c.release_count as expected_count,
        k.release_count as kept_count, c.area_m2 as expected_m2, k.area_m2 as kept_m2
    from counted c
    full join release_cell k using (x, y, monday, release_method, basis, visibility)
    union all
    select
        x, y, null, release_method, basis, visibility, c.release_count, k.release_count, c.area_m2, k.area_m2
    from (
        select x, y, release_method, basis, visibility, sum(release_count) as release_count, sum(area_m2) as area_m2
        from counted
        group by x, y, release_method, basis, visibility
    ) c
    full join release_cell_total k using (x, y, release_method, basis, visibility)
),
wrong as (
    select
        coalesce(expected_count, 0) as expected_count, coalesce(kept_count, 0) as kept_count,
        coalesce(expected_m2, 0) as expected_m2, coalesce(kept_m2, 0) as kept_m2,
        concat_ws(' ', x || '/' || y, monday, release_method, basis, visibility) as code
    from compared
)
select
    null as layer, code, 'cell' as part, null::bigint as number, 'operational' as account, 'release_count' as aspect,
    expected_count::text as expected, kept_count::text as found, null as other
from wrong
where expected_count <> kept_count
union all
select null, code, 'cell', null, 'operational', 'cell_m2', expected_m2::text, kept_m2::text, null
from wrong
where expected_m2 <> kept_m2
union all
select drawn.layer, drawn.code, 'version', drawn.version, null, 'drawn', null, null, null
from (
    select 'release_areas' as layer, code, version, geom, v.drawn, drawn_at
    from release_area_version v
    join release_area i on i.id = v.release_area_id
    union all
    select 'hazardous_areas', code, version, geom, v.drawn, drawn_at
    from hazardous_area_version v
    join hazardous_area i on i.id = v.hazardous_area_id
) drawn
where st_asbinary(drawn.drawn) is distinct from st_asbinary(st_transform(drawn.geom, 3857))
   or (drawn.drawn_at is null) <> (drawn.geom is null)
order by aspect, code
limit :finding_limit
