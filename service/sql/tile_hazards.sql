-- A tile of the hazardous areas that are shown. Each is in the tiles of every zoom: as a point in the one tile where
-- its own point lies, until it is :wide_m wide, and then as its polygon. Where points are more than :most, those of a
-- class and status are one feature, each place told once, with how many areas it stands for. Those on top come last.
select st_asmvt(feature, 'hazardous_areas', :extent, 'geom') as tile
from (
    with small as materialized (
        select
            code, classification, status, floor(:scale * (st_x(drawn_at) - :left_m)) as across,
            floor(:scale * (:top_m - st_y(drawn_at))) as down
        from shown
        where greatest(st_xmax(drawn) - st_xmin(drawn), st_ymax(drawn) - st_ymin(drawn)) < :wide_m
    ),
    point as materialized (
        select * from small where across between 0 and :extent - 1 and down between 0 and :extent - 1
    ),
    is_many as (
        select count(*) > :most as value from point
    )
    select code, classification, status, null::integer as area_count, geom
    from (
        select code, classification, status, geom, true as is_wide
        from shape
        where greatest(st_xmax(drawn) - st_xmin(drawn), st_ymax(drawn) - st_ymin(drawn)) >= :wide_m
        union all
        select code, classification, status, st_makepoint(across, down), false
        from point
        where not (select value from is_many)
        order by is_wide desc, classification desc, code
    ) each
    union all
    select null, classification, status, sum(area_count)::integer, st_collect(st_makepoint(across, down))
    from (
        select
            classification, status, count(*) as area_count, (floor(across / :step) + 0.5) * :step as across,
            (floor(down / :step) + 0.5) * :step as down
        from point
        where (select value from is_many)
        group by classification, status, floor(across / :step), floor(down / :step)
        order by floor(down / :step), floor(across / :step)
    ) place
    group by classification, status
) feature
