-- Pieces of hazardous ground that do not follow from the versions of their area, and areas whose pieces are missing.
--
-- A piece begins on the day on which its area was identified or from which one of its versions is valid, ends on such
-- a day or that of closing, and has the class and types of one of its versions. Those that stand last make up the
-- ground of the current version, with its class and types. Drafts, indications, and areas that were closed as a
-- duplicate or an error of data have none.
with area as materialized (
    select
        v.hazardous_area_id, v.id as version_id, v.identified_on, v.reopens_released, v.district_id, v.classification,
        v.ground,
        array(
            select contamination_type from hazardous_area_version_contamination_type
            where version_id = v.id order by contamination_type
        ) as types,
        case when v.status = 'closed' then v.status_changed_on end as closed_on
    from hazardous_area_version v
    where upper_inf(v.recorded)
      and v.ground is not null
      and v.classification in ('sha', 'cha')
      and v.status <> 'draft'
      and not (v.status = 'closed' and coalesce(v.close_reason in ('duplicate', 'data_error'), false))
),
piece as materialized (
    select * from hazard_piece where upper_inf(recorded)
),
told as (
    select
        hazardous_area_id, valid_from, classification,
        array(
            select contamination_type from hazardous_area_version_contamination_type
            where version_id = v.id order by contamination_type
        ) as types
    from hazardous_area_version v
),
wrong as (
    select p.hazardous_area_id, p.id as number, test.aspect, test.expected, test.found
    from piece p
    left join area using (hazardous_area_id)
    cross join lateral (
        values
            ('piece', null, p.hazardous_from::text, area.version_id is null),
            (
                'hazardous_from', area.identified_on::text, p.hazardous_from::text,
                p.hazardous_from <> area.identified_on and not exists (
                    select from told
                    where told.hazardous_area_id = p.hazardous_area_id and told.valid_from = p.hazardous_from
                )
            ),
            (
                'hazardous_until', area.closed_on::text, p.hazardous_until::text,
                p.hazardous_until is distinct from area.closed_on and not exists (
                    select from told
                    where told.hazardous_area_id = p.hazardous_area_id and told.valid_from = p.hazardous_until
                )
            ),
            (
                'since', case when area.reopens_released then area.identified_on end::text, p.since::text,
                case
                    when area.reopens_released
                        then coalesce(p.since not between area.identified_on and p.hazardous_from, true)
                    else p.since is not null
                end
            ),
            (
                'district', (select code from district where id = area.district_id),
                (select code from district where id = p.district_id), p.district_id is distinct from area.district_id
            ),
            (
                'types', area.classification || ':' || array_to_string(area.types, ','),
                p.classification || ':' || array_to_string(p.types, ','),
                not exists (
                    select from told
                    where told.hazardous_area_id = p.hazardous_area_id
                      and (told.classification, told.types) = (p.classification, p.types)
                )
            )
    ) as test (aspect, expected, found, is_wrong)
    where is_wrong and (area.version_id is not null or aspect = 'piece')
    union all
    select area.hazardous_area_id, null, 'ground_m2', '0', round(ground_area_m2(differing.geom)::numeric, 2)::text
    from area
    cross join lateral (
        select st_collectionextract(
            st_symdifference(area.ground, coalesce(st_union(p.geom), 'SRID=4326;POLYGON EMPTY'), :grid_deg), 3
        ) as geom
        from piece p
        where p.hazardous_area_id = area.hazardous_area_id
          and p.hazardous_until is not distinct from area.closed_on
          and (p.classification, p.types) = (area.classification, area.types)
    ) differing
    where ground_area_m2(differing.geom) > :sliver_m2
)
select
    'hazardous_areas' as layer, a.code, case when number is not null then 'piece' end as part, number, null as account,
    aspect, expected, found, null as other
from wrong
join hazardous_area a on a.id = wrong.hazardous_area_id
order by a.code, number, aspect
limit :finding_limit
