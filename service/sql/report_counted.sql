-- Square metres that each release freed between two days and in which district, as an account knew them at an instant:
-- of these the figures of released ground are added up.
select
    release_area.code as code,
    district.code as district,
    sum(entry.area_m2) as area_m2
from ledger_entry as entry
join release_area on release_area.id = entry.release_area_id
left join district on district.id = entry.district_id
where entry.account = :account
    and entry.cause in ('released', 'released_outside')
    and entry.recorded @> cast(:as_known_at as timestamptz)
    and entry.effective_date between :from_on and :to_on
    and release_area.code = any(:codes)
    and (cast(:district as text) is null or district.code = :district)
group by release_area.code, district.code
order by release_area.code, area_m2 desc
