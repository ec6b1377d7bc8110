-- The entries that ought to stand: each passage within each district. A release's ground goes to the district that it
-- states, stock to the one that its hazardous area states; where nothing is stated geometry decides. What lies in one
-- district is taken as it is.
create temporary table ledger_due on commit drop as
with placed as (
    select
        p.n, p.cause, p.class_before, p.types_before, p.district_before_id, p.class_after, p.types_after,
        p.district_after_id, share.district_id, share.geom, share.area_m2
    from ledger_share share
    join ledger_passage p using (number)
    union all
    select
        p.n, p.cause, p.class_before, p.types_before, p.district_before_id, p.class_after, p.types_after,
        p.district_after_id, p.district_id, p.ground, ground_area_m2(p.ground)
    from ledger_passage p
    join ledger_event e using (n)
    where p.district_id is not null
       or e.stated_district_id is not null
          and (p.class_before is null or p.district_before_id is not null)
          and (p.class_after is null or p.district_after_id is not null)
)
select
    row_number() over () as number,
    e.account, p.cause, e.release_area_id, e.hazardous_area_id,
    coalesce(e.release_area_id, e.hazardous_area_id) as record_id,
    coalesce(e.stated_district_id, p.district_id) as district_id,
    e.effective_date, e.release_method,
    case when e.kind = 'release' then
        cast(:class_of_types as jsonb) ->> coalesce(array_to_string(e.target_types, ','), 'unknown')
    end as contamination_class,
    p.class_before, p.types_before,
    case when p.class_before is not null then coalesce(p.district_before_id, p.district_id) end as district_before_id,
    p.class_after, p.types_after,
    case when p.class_after is not null then coalesce(p.district_after_id, p.district_id) end as district_after_id,
    p.geom, p.area_m2
from placed p
join ledger_event e using (n)
