-- What waits for approval at an instant, by district and in all (`is_all`): uploads, the features in them that would
-- change something, and the square metres of new and corrected releases, in all and of the days between two. A code that
-- is asked for narrows them.
select
    grouping(feature.district) = 1 as is_all,
    feature.district,
    count(distinct feature.upload_id) as upload_count,
    count(*) as feature_count,
    coalesce(sum(feature.area_m2), 0)::double precision as area_m2,
    coalesce(
        sum(feature.area_m2) filter (where feature.day between cast(:from_on as text) and cast(:to_on as text)), 0
    )::double precision as area_of_period_m2
from waiting_features(:as_known_at) as feature
where (cast(:district as text) is null or feature.district = :district)
    and (cast(:organisation as text) is null or feature.organisation = :organisation)
    and (cast(:project as text) is null or feature.project = :project)
group by grouping sets ((feature.district), ())
having count(*) > 0
