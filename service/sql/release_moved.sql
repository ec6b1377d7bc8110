-- By how much the counts of releases change: what is told less what is taken away.
create temporary table release_moved on commit drop as
select
    effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at, first_approved_at,
    stated, is_polygon, district_id, organisation_id, project_id, first_find_on,
    sum(told_count)::bigint as moved_count
from release_told
group by
    effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at, first_approved_at,
    stated, is_polygon, district_id, organisation_id, project_id, first_find_on
having sum(told_count) <> 0
