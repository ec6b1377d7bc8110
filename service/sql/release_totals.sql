-- Close the counts of releases that changed, and record what they are now.
with counted as materialized ( -- looked up one by one: those of all days are many
    select m.*, t.id
    from release_moved m
    left join lateral (
        select t.id
        from release_total t
        where upper_inf(t.recorded)
          and (t.effective_date, t.release_method, t.visibility, t.review_mode, t.first_review_mode) =
              (m.effective_date, m.release_method, m.visibility, m.review_mode, m.first_review_mode)
          and (t.first_sent_at, t.first_approved_at, t.stated, t.is_polygon) =
              (m.first_sent_at, m.first_approved_at, m.stated, m.is_polygon)
          and (t.district_id, t.organisation_id, t.project_id, t.first_find_on) is not distinct from
              (m.district_id, m.organisation_id, m.project_id, m.first_find_on)
        offset 0
    ) t on true
),
closed as (
    update release_total t
    set recorded = tstzrange(lower(t.recorded), :stamp)
    from counted
    where t.id = counted.id
    returning t.id, t.release_count
)
insert into release_total (
    effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at, first_approved_at,
    stated, is_polygon, district_id, organisation_id, project_id, first_find_on,
    release_count, recorded
)
select
    effective_date, release_method, visibility, review_mode, first_review_mode, first_sent_at, first_approved_at,
    stated, is_polygon, district_id, organisation_id, project_id, first_find_on,
    moved_count + coalesce(release_count, 0), tstzrange(:stamp, null)
from counted
left join closed using (id)
where moved_count + coalesce(release_count, 0) <> 0
