-- Ground that releases freed before, under the hazardous areas that a change at a stamp brought: what comes into stock
-- again by them, and what does not.
with own as materialized (
    select hazardous_area_id from hazardous_area_version where lower(recorded) = :stamp
),
covered as (
    select e.account, st_union(st_collectionextract(st_intersection(p.geom, e.geom), 3)) as geom
    from own
    join hazard_piece p on p.hazardous_area_id = own.hazardous_area_id and upper_inf(p.recorded)
    join ledger_entry e
        on upper_inf(e.recorded) and e.geom && p.geom and e.cause in ('released', 'released_outside')
        and e.effective_date < p.hazardous_from
    group by e.account
),
reopened as (
    select again.account, st_union(st_collectionextract(st_intersection(again.geom, e.geom), 3)) as geom
    from own
    join ledger_entry again
        on again.hazardous_area_id = own.hazardous_area_id and upper_inf(again.recorded)
        and again.cause = 'identified'
    join ledger_entry e
        on upper_inf(e.recorded) and e.geom && again.geom and e.account = again.account
        and e.cause in ('released', 'released_outside') and e.effective_date < again.effective_date
    group by again.account
)
select
    account,
    coalesce(ground_area_m2(reopened.geom), 0) as reopened_m2,
    ground_area_m2(case
        when reopened.geom is null then covered.geom
        else st_collectionextract(st_difference(covered.geom, reopened.geom), 3)
    end) as stays_released_m2
from covered
left join reopened using (account)
