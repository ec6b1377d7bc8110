-- The last day of approved work on hazardous areas, by what releases say they belong to.
select hazardous_area.code, max(v.effective_date) as last_work_on
from hazardous_area
join release_area_version_hazardous_area named on named.hazardous_area_id = hazardous_area.id
join release_area_version v on v.id = named.version_id and upper_inf(v.recorded)
where hazardous_area.code = any (cast(:codes as text[]))
group by hazardous_area.code
