-- The records that are stored near the features of an upload, each layer's first, with the key of their symbol. Where
-- more lie there than are drawn, each feature has its share of the nearest ones.
with near as materialized (
    select geom, st_expand(geom, :margin_deg) as box, greatest(1, :limit / count(*) over ()) as share
    from staged_feature
    where upload_id = :upload_id and geom is not null
    order by position
    limit :drawn_limit
),
found as (
    (
        select 'districts' as layer, 'districts' as symbol, code, geom
        from district_current
        where geom is not null and id in (select v.id from near join district_version v on v.geom && near.box)
        limit :limit
    )
    union all
    (
        select 'release_areas', release_method, code, geom
        from release_area_current
        where id in (
            select nearest.id
            from near
            cross join lateral (
                select v.id
                from release_area_version v
                where upper_inf(v.recorded) and v.visibility = any (:audience) and v.geom && near.box
                order by v.geom <-> near.geom
                limit near.share
            ) as nearest
            limit :limit
        )
        order by code
    )
    union all
    (
        select 'hazardous_areas', classification || '-' || status, code, geom
        from hazardous_area_current
        where id in (
            select nearest.id
            from near
            cross join lateral (
                select v.id
                from hazardous_area_version v
                where upper_inf(v.recorded) and v.visibility = any (:audience) and v.geom && near.box
                order by v.geom <-> near.geom
                limit near.share
            ) as nearest
        )
        order by code
        limit :limit
    )
    union all
    (
        select 'tasks', 'tasks', code, geom
        from task_current
        where id in (
            select nearest.id
            from near
            cross join lateral (
                select v.id
                from task_version v
                where upper_inf(v.recorded) and v.visibility = any (:audience) and v.geom && near.box
                order by v.geom <-> near.geom
                limit near.share
            ) as nearest
        )
        order by code
        limit :limit
    )
)
select layer, symbol, code, st_asgeojson(geom, 6) as shape from found
