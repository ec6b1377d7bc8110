-- Close the entries of the releases looked at that ought to stand no longer as they are. Geometry that differs by
-- less than a sliver is the same: overlay of other neighbours may move a vertex by a nanometre.
with looked_at as (
    select account, release_area_id from ledger_affected
    union
    select account.code, v.release_area_id
    from release_area_version v
    cross join account
    where lower(v.recorded) = :stamp or upper(v.recorded) = :stamp
)
update ledger_entry e
set recorded = tstzrange(lower(e.recorded), :stamp)
from looked_at
where upper_inf(e.recorded)
  and e.release_area_id = looked_at.release_area_id
  and e.account = looked_at.account
  and not exists (
      select from ledger_share s
      where (s.account, s.release_area_id, s.release_method, s.effective_date, s.contamination_class, s.is_inside)
          = (e.account, e.release_area_id, e.release_method, e.effective_date, e.contamination_class, e.is_inside)
        and s.district_id is not distinct from e.district_id
        and case
            when s.geom = e.geom then true
            when abs(s.area_m2 - e.area_m2) >= :sliver_m2 then false
            else ground_area_m2(st_collectionextract(st_symdifference(s.geom, e.geom), 3)) < :sliver_m2
        end
  )
