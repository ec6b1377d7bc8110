-- The same of all releases that hold now and were worked on some days, from what is counted by square: of all days, or
-- by week; less the days before and after those that are asked for.
select st_asmvt(feature, 'release_areas', :extent, 'geom') as tile
from (
    select
        release_method, basis, sum(release_count)::integer as release_count,
        sum(area_m2)::double precision as released_m2,
        st_makepoint(
            ((x >> :levels_up) - cast(:x as integer) * :cells + 0.5) * :extent / :cells,
            ((y >> :levels_up) - cast(:y as integer) * :cells + 0.5) * :extent / :cells
        ) as geom
    from (
        select x, y, release_method, basis, release_count, area_m2
        from release_cell_total
        where :is_whole and visibility = any(:audience) and release_method = any(:methods)
        union all
        select x, y, release_method, basis, release_count, area_m2
        from release_cell
        where not :is_whole
          and monday between :first_monday and :last_sunday
          and visibility = any(:audience)
          and release_method = any(:methods)
        union all
        select
            floor((st_x(v.drawn_at) + :half_world_m) / :smallest_cell_m)::integer,
            floor((:half_world_m - st_y(v.drawn_at)) / :smallest_cell_m)::integer,
            v.release_method, v.basis, -1, -(
                select coalesce(sum(e.area_m2::numeric), 0)
                from ledger_entry e
                where e.release_area_id = v.release_area_id
                  and upper_inf(e.recorded)
                  and e.account = 'operational'
                  and e.cause in ('released', 'released_outside')
            )
        from release_area_version v
        where upper_inf(v.recorded)
          and v.drawn_at is not null
          and (
              v.effective_date >= :first_monday and v.effective_date < :from_on
              or v.effective_date > :to_on and v.effective_date <= :last_sunday
          )
          and v.visibility = any(:audience)
          and v.release_method = any(:methods)
    ) counted
    where x between cast(:x as integer) << :levels_down and ((cast(:x as integer) + 1) << :levels_down) - 1
      and y between cast(:y as integer) << :levels_down and ((cast(:y as integer) + 1) << :levels_down) - 1
    group by x >> :levels_up, y >> :levels_up, release_method, basis
    having sum(release_count) > 0
) feature
