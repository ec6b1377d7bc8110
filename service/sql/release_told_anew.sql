-- What all releases tell at a stamp, and what is counted of them, which is taken away.
create temporary table release_told on commit drop as
select 1 as told_count, f.*
from release_facts(:stamp) f
union all
select
    -release_count, null, effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at,
    first_approved_at, stated, is_polygon, district_id, organisation_id, project_id, first_find_on
from release_total
where upper_inf(recorded)
