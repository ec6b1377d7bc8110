-- The square metres of a period that were reported without geometry: a line of their own, in no total.
select coalesce(sum(r.area_reported_m2::numeric), 0)::double precision
from account_release r
left join district on district.id = r.district_id
where r.ground is null
  and r.account = :account
  and r.recorded @> cast(:as_known_at as timestamptz)
  and r.effective_date between :start and :end
  and (cast(:district_codes as text[]) is null or district.code = any (:district_codes))
  and (cast(:release_methods as text[]) is null or r.release_method = any (:release_methods))
