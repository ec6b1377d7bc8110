-- Issued reports whose released areas, by method, are not those of the ledger at the instant they were taken from. On a
-- district, an organisation or a project they are worked out from the entries and from what their records stated then.
select
    null as layer,
    concat_ws(' ', r.kind, r.period, r.scope ->> 'district', r.scope ->> 'organisation', r.scope ->> 'project') as code,
    'report' as part, r.number, r.account, 'figures' as aspect,
    released.area_m2::text as expected, frozen.area_m2::text as found, method.code as other
from report as r
cross join lateral (
    select jsonb_object_agg(cell ->> 'key', cell -> 'value') as cells
    from jsonb_path_query(
        r.content, '$.tables[*] ? (@.key == "key_figures").rows[*].cells[*] ? (@.key like_regex "/period$")'
    ) as cell
    offset 0
) as told
cross join lateral (
    select coalesce(jsonb_object_agg(freed.release_method, freed.area_m2), '{}') as by_method
    from (
        select of_country.release_method, sum(of_country.area_m2) as area_m2
        from ledger_total as of_country
        where r.scope = '{}'
          and of_country.account = r.account
          and of_country.effective_date between r.period_from and r.period_to
          and of_country.recorded @> r.as_known_at
          and of_country.cause in ('released', 'released_outside')
        group by of_country.release_method
        union all
        select entry.release_method, sum(entry.area_m2::numeric)
        from ledger_entry as entry
        join release_area_version as stated
            on stated.release_area_id = entry.release_area_id and stated.recorded @> r.as_known_at
        left join task_version as task on task.task_id = stated.task_id and task.recorded @> r.as_known_at
        left join project_phase_version as phase
            on phase.project_phase_id = task.project_phase_id and phase.recorded @> r.as_known_at
        left join district on district.id = entry.district_id
        left join organisation on organisation.id = coalesce(stated.organisation_id, task.organisation_id)
        left join project on project.id = phase.project_id
        where r.scope <> '{}'
          and entry.account = r.account
          and entry.effective_date between r.period_from and r.period_to
          and entry.recorded @> r.as_known_at
          and entry.cause in ('released', 'released_outside')
          and district.code is not distinct from coalesce(r.scope ->> 'district', district.code)
          and organisation.code is not distinct from coalesce(r.scope ->> 'organisation', organisation.code)
          and project.code is not distinct from coalesce(r.scope ->> 'project', project.code)
        group by entry.release_method
    ) as freed
    where told.cells is not null
) as known
cross join release_method as method
cross join lateral (
    select coalesce((known.by_method ->> method.code)::double precision, 0) as area_m2
) as released
cross join lateral (
    select coalesce((told.cells ->> ('key_figures/' || method.code || '/period'))::double precision, 0) as area_m2
) as frozen
where told.cells is not null and abs(released.area_m2 - frozen.area_m2) > :sliver_m2
order by r.number, method.position
limit :finding_limit
