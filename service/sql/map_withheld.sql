-- The layers of which some records have another audience.
select layer
from (
    select 'hazardous_areas' as layer, visibility, recorded from hazardous_area_version
    union all select 'tasks', visibility, recorded from task_version
    union all select 'release_areas', visibility, recorded from release_area_version
) version
where recorded @> cast(:as_known_at as timestamptz) and visibility <> all(:visibilities)
group by layer
