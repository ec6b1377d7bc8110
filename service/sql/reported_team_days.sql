-- What the teams of a file reported on other days: approved m² by team and day of field work, as the rules of days in
-- `gis.checks.work` take them, but for the records that the file brings in a new version.
with team as (
    select organisation.id as organisation_id, named.organisation, named.reported_by
    from unnest(cast(:organisations as text[]), cast(:teams as text[])) as named (organisation, reported_by)
    left join organisation on organisation.code = named.organisation
    where named.organisation is null or organisation.id is not null
)
select
    team.organisation, team.reported_by, v.effective_date,
    sum(coalesce(v.area_m2, v.area_reported_m2)) as day_m2
from release_area_version v
join team
    on team.organisation_id is not distinct from v.organisation_id
    and team.reported_by is not distinct from v.reported_by
join release_area r on r.id = v.release_area_id
where upper_inf(v.recorded)
    and v.effective_date between :from_on and :to_on
    and v.basis = 'operational'
    and v.release_method <> 'cancelled'
    and coalesce(v.work_date_from, v.effective_date) = v.effective_date
    and not exists (select from unnest(string_to_array(:codes, chr(10))) as renewed (code) where renewed.code = r.code)
group by team.organisation, team.reported_by, v.effective_date
order by team.organisation, team.reported_by, v.effective_date
