-- The records that are stored near the features of an upload, each layer's first, with the key of their symbol.
with near as materialized (
    select st_expand(geom, :margin_deg) as box
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
        where visibility = any (:audience)
          and id in (select v.id from near join release_area_version v on upper_inf(v.recorded) and v.geom && near.box)
        order by code
        limit :limit
    )
    union all
    (
        select 'hazardous_areas', classification || '-' || status, code, geom
        from hazardous_area_current
        where visibility = any (:audience)
          and id in (
              select v.id from near join hazardous_area_version v on upper_inf(v.recorded) and v.geom && near.box
          )
        order by code
        limit :limit
    )
    union all
    (
        select 'tasks', 'tasks', code, geom
        from task_current
        where visibility = any (:audience)
          and id in (select v.id from near join task_version v on upper_inf(v.recorded) and v.geom && near.box)
        order by code
        limit :limit
    )
)
select layer, symbol, code, st_asgeojson(geom, 6) as shape from found
