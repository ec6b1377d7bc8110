-- Explosive items disposed of between two days, as known at an instant (domain.md 8.10): a row for each lot, with its
-- district and organisation as well as they are known.
--
-- An item is a row of eo_items. Whole numbers on an operational release stand for items that nobody listed: rows that
-- name the release replace them. On a certified release they repeat what was counted before.
with known_item as (
    select * from eo_item_version where recorded @> cast(:as_known_at as timestamptz)
),
known_release as (
    select * from release_area_version where recorded @> cast(:as_known_at as timestamptz)
),
lot as (
    select
        i.disposed_on,
        i.eo_category,
        i.is_hazardous,
        i.quantity,
        i.geom,
        i.district_id,
        i.organisation_id,
        i.release_area_id,
        i.task_id
    from known_item as i
    where i.disposed_on between :from_on and :to_on
        and i.disposal_state in ('destroyed_in_situ', 'neutralised', 'removed')
    union all
    select
        r.effective_date, counted.eo_category, true, counted.quantity, null, null, null, r.release_area_id, r.task_id
    from known_release as r
    cross join lateral (
        values
            ('ap_mine', r.ap_mine),
            ('av_mine', r.av_mine),
            ('submunition', r.submunition),
            ('uxo', r.uxo),
            ('axo', r.axo),
            ('ied', r.ied)
    ) as counted (eo_category, quantity)
    where r.effective_date between :from_on and :to_on
        and r.basis = 'operational'
        and counted.quantity > 0
        and not exists (select from known_item as i where i.release_area_id = r.release_area_id)
)
select
    lot.disposed_on,
    to_char(lot.disposed_on, 'IYYY-"W"IW') as week,
    lot.eo_category,
    lot.is_hazardous,
    lot.quantity,
    district.code as district,
    organisation.code as organisation
from lot
left join known_release as r on r.release_area_id = lot.release_area_id
left join task_version as t
    on t.task_id = coalesce(lot.task_id, r.task_id) and t.recorded @> cast(:as_known_at as timestamptz)
left join lateral (
    select d.district_id, d.is_authoritative
    from district_version as d
    where d.recorded @> cast(:as_known_at as timestamptz) and st_intersects(d.geom, lot.geom)
    order by d.district_id
    limit 1
) as around on true
left join lateral (
    select e.district_id
    from ledger_entry as e
    where e.release_area_id = lot.release_area_id
        and e.account = 'operational'
        and e.recorded @> cast(:as_known_at as timestamptz)
    order by e.area_m2 desc, e.id
    limit 1
) as booked on true
left join district on district.id = coalesce(
    case when around.is_authoritative then around.district_id end,
    lot.district_id, around.district_id, r.district_id, booked.district_id, t.district_id
)
left join organisation on organisation.id = coalesce(lot.organisation_id, r.organisation_id, t.organisation_id)
