-- A tile of the releases that are shown, each as its polygon, those on top last; null where they are more than :most.
select case when (select count(*) from (select from shown limit :most + 1) few) <= :most then (
    select st_asmvt(feature, 'release_areas', :extent, 'geom')
    from (
        select shape.code, release_method, basis, effective_date, organisation, task_code, area_m2, geom
        from shape
        join release_method m on m.code = release_method
        order by m.position desc, shape.code
    ) feature
) end as tile
