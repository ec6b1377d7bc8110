-- The same where polygons would make a tile too large: each place that hazardous areas of a class and status touch,
-- with how many areas have their own point there; an area that only reaches into the tile is a place on its part.
select st_asmvt(feature, 'hazardous_areas', :extent, 'geom') as tile
from (
    select
        classification, status, sum(area_count)::integer as area_count,
        st_collect(st_makepoint((across + 0.5) * :step, (down + 0.5) * :step)) as geom
    from (
        select
            classification, status, across, down,
            count(*) filter (where is_here) as area_count
        from (
            select classification, status, true as is_here, drawn_at as at from shown
            union all
            select
                classification, status, false,
                st_pointonsurface(st_collectionextract(st_clipbybox2d(drawn, st_tileenvelope(:z, :x, :y)), 3))
            from shown
            where not st_intersects(drawn_at, st_tileenvelope(:z, :x, :y))
        ) placed
        cross join lateral (
            select
                floor(:scale * (st_x(at) - :left_m) / :step) as across,
                floor(:scale * (:top_m - st_y(at)) / :step) as down
        ) place
        where across between 0 and :extent / :step - 1 and down between 0 and :extent / :step - 1
        group by classification, status, across, down
        order by down, across
    ) place
    group by classification, status
) feature
