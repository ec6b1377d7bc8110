-- Uploads that waited for approval at an instant with work of a period in them, the oldest first.
select waiting.id, waiting.feature_count, count(*) over () as upload_count, sum(waiting.feature_count) over () as all_count
from (
    select feature.upload_id as id, feature.sent_at, count(*) as feature_count
    from waiting_features(:as_known_at) as feature
    where feature.layer in ('release_areas', 'eo_items')
        and feature.day between cast(:from_on as text) and cast(:to_on as text)
        and (cast(:district as text) is null or feature.district = :district)
        and (cast(:organisation as text) is null or feature.organisation = :organisation)
        and (cast(:project as text) is null or feature.project = :project)
    group by feature.upload_id, feature.sent_at
) as waiting
order by waiting.sent_at, waiting.id
limit 1
