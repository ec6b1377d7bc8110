-- The entries of the affected records that stand, and which of them ought to stand as they are. Geometry that differs
-- by less than a sliver is the same: overlay of other neighbours may move a vertex by a nanometre.
create temporary table ledger_standing on commit drop as
with standing as materialized (
    select e.*, release_area_id as record_id
    from ledger_affected a
    join ledger_entry e using (release_area_id)
    where upper_inf(e.recorded) and e.account = a.account
    union all
    select e.*, hazardous_area_id
    from ledger_affected a
    join ledger_entry e using (hazardous_area_id)
    where upper_inf(e.recorded) and e.account = a.account
)
select e.id, due.number
from standing e
left join ledger_due due
    on (due.account, due.record_id, due.cause, due.effective_date)
     = (e.account, e.record_id, e.cause, e.effective_date)
    and (due.district_id, due.release_method, due.contamination_class) is not distinct from
        (e.district_id, e.release_method, e.contamination_class)
    and (due.class_before, due.types_before, due.district_before_id) is not distinct from
        (e.class_before, e.types_before, e.district_before_id)
    and (due.class_after, due.types_after, due.district_after_id) is not distinct from
        (e.class_after, e.types_after, e.district_after_id)
    and case
        when due.geom = e.geom then true
        when abs(due.area_m2 - e.area_m2) >= :sliver_m2 then false
        else ground_area_m2(st_collectionextract(st_symdifference(due.geom, e.geom), 3)) < :sliver_m2
    end
