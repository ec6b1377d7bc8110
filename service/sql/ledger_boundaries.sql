-- Whether boundaries of districts changed at a stamp while there are entries that were split by the ones before.
with boundary as (
    select district_id, geom, is_authoritative
    from district_version
    where geom is not null and (lower(recorded) = :stamp or upper(recorded) = :stamp)
),
changed as (
    select from boundary
    group by district_id, geom, is_authoritative
    having count(*) = 1
)
select exists (select from changed) and exists (select from ledger_entry where upper_inf(recorded))
