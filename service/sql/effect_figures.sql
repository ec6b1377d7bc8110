-- What a change at a stamp did to the ledger, before and after, by everything that a figure is told apart by: for the
-- records that the change brought, corrected or took back all that they count, for the others what is different.
with own as materialized (
    select release_area_id as record_id from release_area_version where lower(recorded) = :stamp
    union
    select release_area_id from release_area_version where upper(recorded) = :stamp and not upper_inf(recorded)
    union
    select hazardous_area_id from hazardous_area_version where lower(recorded) = :stamp
    union
    select hazardous_area_id from hazardous_area_version where upper(recorded) = :stamp and not upper_inf(recorded)
),
entry as (
    select e.*, coalesce(e.release_area_id, e.hazardous_area_id) as record_id
    from ledger_entry e
    where lower(e.recorded) = :stamp
    union all
    select e.*, coalesce(e.release_area_id, e.hazardous_area_id)
    from ledger_entry e
    where upper(e.recorded) = :stamp and not upper_inf(e.recorded)
    union all -- what stays as it is
    select e.*, own.record_id
    from own
    join ledger_entry e on e.release_area_id = own.record_id and upper_inf(e.recorded)
    where lower(e.recorded) < :stamp
    union all
    select e.*, own.record_id
    from own
    join ledger_entry e on e.hazardous_area_id = own.record_id and upper_inf(e.recorded)
    where lower(e.recorded) < :stamp
)
select
    e.account, e.cause, district.code as district, e.release_method as method, e.class_before, e.types_before,
    e.class_after, e.types_after, own.record_id is not null as is_own,
    coalesce(sum(e.area_m2) filter (where upper_inf(e.recorded)), 0) as after_m2,
    coalesce(sum(e.area_m2) filter (where lower(e.recorded) < :stamp), 0) as before_m2
from entry e
left join own using (record_id)
left join district on district.id = e.district_id
group by
    e.account, e.cause, district.code, e.release_method, e.class_before, e.types_before, e.class_after, e.types_after,
    is_own
