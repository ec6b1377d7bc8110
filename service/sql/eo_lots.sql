-- The lots that figures of explosive items are added up from (domain.md 8.10): rows of eo_items, and the numbers on
-- operational releases that no row replaces; between two days of disposal or of the find (`event`), as known at an instant,
-- each told of the district, organisation and project that the figures tell it of. What is asked for narrows them,
-- an instant (`known_since`) to what was recorded or corrected after it. Organisations are separated by commas, and `-` is
-- a district, an organisation or a task that no record tells.
-- Every line carries the sums of all that are asked for, listed or not; lots that who looks may not see are only counted.
with numbered as materialized (
    select i.release_area_id
    from eo_item_version as i
    where i.recorded @> cast(:as_known_at as timestamptz) and i.release_area_id is not null
),
lot as (
    select
        'eo_items' as layer, i.eo_item_id as record_id, i.version, i.visibility, i.eo_category, i.is_hazardous,
        i.quantity, i.disposal_state, i.model, i.release_area_id, i.task_id, i.organisation_id, i.district_id, i.geom,
        case when :event = 'found' then i.found_on else i.disposed_on end as day, lower(i.recorded) as recorded_at
    from eo_item_version as i
    where i.recorded @> cast(:as_known_at as timestamptz)
        and (:event = 'found' or i.disposal_state in ('destroyed_in_situ', 'neutralised', 'removed'))
    union all
    select
        'release_areas', r.release_area_id, r.version, r.visibility, counted.eo_category, true,
        counted.quantity, null, null, r.release_area_id, r.task_id, r.organisation_id, r.district_id, null,
        r.effective_date, lower(r.recorded)
    from release_area_version as r
    cross join lateral (
        values
            ('ap_mine', r.ap_mine), ('av_mine', r.av_mine), ('submunition', r.submunition),
            ('uxo', r.uxo), ('axo', r.axo), ('ied', r.ied)
    ) as counted (eo_category, quantity)
    where r.recorded @> cast(:as_known_at as timestamptz)
        and r.basis = 'operational'
        and counted.quantity > 0
        and greatest(r.ap_mine, r.av_mine, r.submunition, r.uxo, r.axo, r.ied) > 0 -- most found nothing
        and r.release_area_id not in (select numbered.release_area_id from numbered)
),
asked as (
    select *
    from lot
    where lot.day between :from_on and :to_on
        and (cast(:categories as text[]) is null or lot.eo_category = any(:categories))
        and (
            cast(:is_explosive as boolean) is null
            or (lot.is_hazardous and lot.eo_category <> 'scrap') = :is_explosive
        )
        and (cast(:known_since as timestamptz) is null or lot.recorded_at > :known_since)
        and (cast(:is_located as boolean) is null or (lot.geom is not null) = :is_located)
        and case
            when cast(:model as text) is null then true
            when :model = '-' then nullif(trim(lot.model), '') is null
            else lot.model = :model
        end
),
-- Of a release that the ledger splits, the district with most of it.
booked as (
    select distinct on (e.release_area_id) e.release_area_id, e.district_id
    from ledger_entry as e
    where e.account = 'operational'
        and e.recorded @> cast(:as_known_at as timestamptz)
        and e.release_area_id in (select asked.release_area_id from asked)
    order by e.release_area_id, e.area_m2 desc, e.id
),
told as materialized (
    select
        asked.*, district.code as district, organisation.code as organisation, project.code as project,
        task.code as task,
        asked.visibility = any(cast(:audience as text[])) and not case asked.layer
            when 'eo_items' then exists (
                select from eo_item_version as later
                where later.eo_item_id = asked.record_id and later.version > asked.version
                    and later.visibility <> all(cast(:audience as text[]))
            )
            else exists (
                select from release_area_version as later
                where later.release_area_id = asked.record_id and later.version > asked.version
                    and later.visibility <> all(cast(:audience as text[]))
            )
        end as is_visible
    from asked
    left join release_area_version as r
        on r.release_area_id = asked.release_area_id and r.recorded @> cast(:as_known_at as timestamptz)
    left join task on task.id = coalesce(asked.task_id, r.task_id)
    left join task_version as t on t.task_id = task.id and t.recorded @> cast(:as_known_at as timestamptz)
    left join project_phase_version as p
        on p.project_phase_id = t.project_phase_id and p.recorded @> cast(:as_known_at as timestamptz)
    left join project on project.id = p.project_id
    left join organisation on organisation.id = coalesce(asked.organisation_id, r.organisation_id, t.organisation_id)
    left join booked on booked.release_area_id = asked.release_area_id
    left join lateral (
        select d.district_id, d.is_authoritative
        from district_version as d
        where d.recorded @> cast(:as_known_at as timestamptz) and st_intersects(d.geom, asked.geom)
        order by d.district_id
        limit 1
    ) as around on true
    left join district on district.id = coalesce(
        case when around.is_authoritative then around.district_id end,
        asked.district_id, around.district_id, r.district_id, booked.district_id, t.district_id
    )
    where (cast(:district as text) is null or coalesce(district.code, '-') = :district)
        and (
            cast(:organisation as text) is null
            or coalesce(organisation.code, '-') = any(string_to_array(:organisation, ','))
        )
        and (cast(:project as text) is null or project.code = :project)
        and (cast(:task as text) is null or coalesce(task.code, '-') = :task)
),
summed as (
    select
        count(*) filter (where told.is_visible) as lot_count,
        coalesce(sum(told.quantity), 0)::bigint as item_count,
        count(*) filter (where not told.is_visible) as hidden_lot_count,
        coalesce(sum(told.quantity) filter (where not told.is_visible), 0)::bigint as hidden_item_count
    from told
),
listed as (
    select
        told.layer, told.day, told.eo_category, told.is_hazardous, told.quantity, told.disposal_state, told.model,
        told.district, told.organisation, told.project, told.task,
        coalesce(eo_item.code, release_area.code) as code
    from told
    left join eo_item on told.layer = 'eo_items' and eo_item.id = told.record_id
    left join release_area on told.layer = 'release_areas' and release_area.id = told.record_id
    where told.is_visible
    order by told.day desc, code, told.eo_category
    limit :limit
    offset :offset
)
select summed.*, listed.*
from summed
left join listed on true
order by listed.day desc, listed.code, listed.eo_category
