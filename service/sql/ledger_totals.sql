-- Close the totals that changed, and record what they are now.
with standing as materialized ( -- looked up one by one: totals of all days are many
    select t.id
    from ledger_moved m
    cross join lateral (
        select t.id
        from ledger_total t
        where upper_inf(t.recorded)
          and (t.account, t.cause, t.effective_date) = (m.account, m.cause, m.effective_date)
          and (t.district_id, t.release_method, t.contamination_class) is not distinct from
              (m.district_id, m.release_method, m.contamination_class)
          and (t.class_before, t.types_before, t.district_before_id) is not distinct from
              (m.class_before, m.types_before, m.district_before_id)
          and (t.class_after, t.types_after, t.district_after_id) is not distinct from
              (m.class_after, m.types_after, m.district_after_id)
        offset 0
    ) t
),
closed as (
    update ledger_total t
    set recorded = tstzrange(lower(t.recorded), :stamp)
    from standing
    where t.id = standing.id
    returning t.*
),
total as (
    select
        account, cause, district_id, effective_date, release_method, contamination_class, class_before, types_before,
        district_before_id, class_after, types_after, district_after_id, sum(m2) as area_m2
    from (
        select
            account, cause, district_id, effective_date, release_method, contamination_class, class_before,
            types_before, district_before_id, class_after, types_after, district_after_id, area_m2 as m2
        from closed
        union all
        select * from ledger_moved
    ) either
    group by
        account, cause, district_id, effective_date, release_method, contamination_class, class_before, types_before,
        district_before_id, class_after, types_after, district_after_id
    having sum(m2) <> 0
)
insert into ledger_total (
    account, cause, district_id, effective_date, release_method, contamination_class, class_before, types_before,
    district_before_id, class_after, types_after, district_after_id, area_m2, recorded
)
select total.*, tstzrange(:stamp, null) from total
