-- The ground that the hazardous areas changed at a stamp put into stock, as their versions now say.
--
-- Each version says how the ground lies from a day on: from `valid_from`, or without it from the beginning, as a
-- correction of all that was said before; one that leaves outline and day alone keeps those of the version before it.
-- What a later version says from an earlier day on replaces what stood there. Ground that is kept from one state to
-- the next keeps the day since which releases count for it; ground that is added begins anew. Closing ends what is
-- left on the day of closing, which must be known; a duplicate or an error of data was never hazardous. Drafts and
-- indications are not in stock. What was withdrawn says nothing.
create temporary table ledger_piece_due on commit drop as
with recursive changed as (
    select hazardous_area_id from hazardous_area_version where lower(recorded) = :stamp
    union
    select hazardous_area_id from hazardous_area_version where upper(recorded) = :stamp and not upper_inf(recorded)
),
area as (
    select
        hazardous_area_id, identified_on, reopens_released, district_id,
        case when status = 'closed' then status_changed_on end as closed_on,
        coalesce(origin in ('upgrade', 'split', 'merge'), false) as is_successor,
        status = 'closed' and coalesce(close_reason in ('upgraded', 'split', 'merged'), false) as is_succeeded
    from changed
    join hazardous_area_version using (hazardous_area_id)
    where upper_inf(recorded)
      and classification in ('sha', 'cha')
      and status <> 'draft'
      and not (status = 'closed' and coalesce(close_reason in ('duplicate', 'data_error'), false))
),
withdrawn as ( -- versions whose content went back to the one before, and such that nothing followed: they end all before
    select v.hazardous_area_id, v.version, next.id is null as is_all
    from area
    join hazardous_area_version v using (hazardous_area_id)
    left join hazardous_area_version next
        on next.hazardous_area_id = v.hazardous_area_id and lower(next.recorded) = upper(v.recorded)
    left join upload on upload.id = next.upload_id
    where not upper_inf(v.recorded) and (next.id is null or upload.withdraws_id is not null)
),
told as (
    select
        v.hazardous_area_id, v.id, v.version, v.classification, v.ground, v.valid_from,
        v.valid_from is not null or v.ground is distinct from lag(v.ground) over in_order as is_redrawn
    from area
    join hazardous_area_version v using (hazardous_area_id)
    where v.ground is not null and v.classification in ('sha', 'cha') and v.status <> 'draft'
      and not exists (
          select from withdrawn w
          where w.hazardous_area_id = v.hazardous_area_id
            and (w.version = v.version or (w.is_all and w.version > v.version))
      )
    window in_order as (partition by v.hazardous_area_id order by v.version)
),
numbered as (
    select told.*, count(*) filter (where is_redrawn) over (partition by hazardous_area_id order by version) as drawing
    from told
),
dated as (
    select
        hazardous_area_id, id, version, classification, ground,
        first_value(valid_from) over (partition by hazardous_area_id, drawing order by version) as valid_from
    from numbered
),
state as (
    select
        hazardous_area_id, classification, ground,
        array(
            select t.contamination_type from hazardous_area_version_contamination_type t
            where t.version_id = dated.id order by t.contamination_type
        ) as types,
        row_number() over in_order as number,
        greatest(area.identified_on, case when row_number() over in_order > 1 then valid_from end) as starts_on,
        least(area.closed_on, lead(valid_from) over in_order) as ends_on
    from dated
    join area using (hazardous_area_id)
    where not exists (
        select from dated later
        where later.hazardous_area_id = dated.hazardous_area_id
          and later.version > dated.version
          and coalesce(later.valid_from, '-infinity') <= coalesce(dated.valid_from, '-infinity')
    )
    window in_order as (partition by hazardous_area_id order by version)
),
piece as (
    select
        s.hazardous_area_id, s.number, s.starts_on as since,
        case
            when before.ground is null then s.ground
            else st_collectionextract(st_difference(s.ground, before.ground), 3)
        end as geom
    from state s
    left join state before on before.hazardous_area_id = s.hazardous_area_id and before.number = s.number - 1
    union all
    select
        s.hazardous_area_id, s.number, piece.since,
        st_collectionextract(st_intersection(piece.geom, s.ground), 3)
    from piece
    join state s on s.hazardous_area_id = piece.hazardous_area_id and s.number = piece.number + 1
)
select
    changed.hazardous_area_id, state.classification, state.types,
    state.starts_on as hazardous_from,
    state.ends_on as hazardous_until,
    case when area.reopens_released then piece.since end as since,
    area.is_successor and state.number = 1 as is_successor,
    area.is_succeeded and state.ends_on = area.closed_on as is_succeeded,
    area.district_id,
    st_multi(piece.geom) as geom
from changed
left join area using (hazardous_area_id)
left join state using (hazardous_area_id)
left join piece on piece.hazardous_area_id = state.hazardous_area_id and piece.number = state.number
    and not st_isempty(piece.geom)
