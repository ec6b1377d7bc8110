-- By how much the counts of releases change at a stamp: the touched releases as they are told from it on, less what was
-- told of them until then.
create temporary table release_moved on commit drop as
select
    effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at, first_approved_at,
    stated, is_polygon, district_id, organisation_id, project_id, first_find_on,
    sum(moved)::bigint as moved_count
from (
    select 1 as moved, f.*
    from release_touched
    join release_facts(:stamp) f using (release_area_id)
    union all
    select -1, f.*
    from release_touched
    join release_facts(cast(:stamp as timestamptz) - interval '1 microsecond') f using (release_area_id)
) told
group by
    effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at, first_approved_at,
    stated, is_polygon, district_id, organisation_id, project_id, first_find_on
having sum(moved) <> 0
