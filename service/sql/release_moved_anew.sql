-- By how much the counts of releases differ from what is known at a stamp, all of it counted anew.
create temporary table release_moved on commit drop as
select
    effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at, first_approved_at,
    stated, is_polygon, district_id, organisation_id, project_id, first_find_on,
    sum(moved)::bigint as moved_count
from (
    select
        effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at, first_approved_at,
        stated, is_polygon, district_id, organisation_id, project_id, first_find_on,
        1 as moved
    from release_facts(:stamp)
    union all
    select
        effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at, first_approved_at,
        stated, is_polygon, district_id, organisation_id, project_id, first_find_on,
        -release_count
    from release_total
    where upper_inf(recorded)
) told
group by
    effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at, first_approved_at,
    stated, is_polygon, district_id, organisation_id, project_id, first_find_on
having sum(moved) <> 0
