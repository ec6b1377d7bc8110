-- By how much the items of each day of disposal and category change at a stamp (domain.md 8.10): rows of eo_items that
-- open or close, and the numbers on releases that open or close, or that rows begin or cease to replace.
create temporary table item_moved on commit drop as
with row_changed as materialized (
    select *, 1 as sign from eo_item_version where lower(recorded) = :stamp
    union all
    select *, -1 from eo_item_version where upper(recorded) = :stamp and not upper_inf(recorded)
),
touched as materialized (
    select release_area_id from row_changed where release_area_id is not null
    union
    select release_area_id from release_area_version where lower(recorded) = :stamp
    union
    select release_area_id from release_area_version where upper(recorded) = :stamp and not upper_inf(recorded)
),
-- What is known from the stamp on, and what was known until it.
release_then as (
    select
        r.*, moment.sign, exists (
            select
            from eo_item_version i
            where i.release_area_id = r.release_area_id
              and case moment.sign
                  when 1 then i.recorded @> cast(:stamp as timestamptz)
                  else lower(i.recorded) < :stamp and (upper_inf(i.recorded) or upper(i.recorded) >= :stamp)
              end
        ) as is_replaced
    from touched
    join release_area_version r using (release_area_id)
    cross join (values (1), (-1)) as moment (sign)
    where r.basis = 'operational'
      and case moment.sign
          when 1 then r.recorded @> cast(:stamp as timestamptz)
          else lower(r.recorded) < :stamp and (upper_inf(r.recorded) or upper(r.recorded) >= :stamp)
      end
),
lot as (
    select disposed_on, eo_category, is_hazardous, sign * quantity as quantity
    from row_changed
    where disposal_state in ('destroyed_in_situ', 'neutralised', 'removed')
    union all
    select r.effective_date, counted.eo_category, true, r.sign * counted.quantity
    from release_then r
    cross join lateral (
        values
            ('ap_mine', r.ap_mine), ('av_mine', r.av_mine), ('submunition', r.submunition),
            ('uxo', r.uxo), ('axo', r.axo), ('ied', r.ied)
    ) as counted (eo_category, quantity)
    where not r.is_replaced and counted.quantity > 0
)
select disposed_on, eo_category, is_hazardous, sum(quantity)::bigint as quantity
from lot
where disposed_on is not null
group by disposed_on, eo_category, is_hazardous
having sum(quantity) <> 0
