-- What should keep records from being changed and does not: triggers that are missing or switched off, and rights of
-- the service's role to change or delete what was told.
with guarded as (
    select c.oid as relid, c.relname::text as relation, exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attname = 'recorded' and not a.attisdropped
    ) as is_recorded
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
),
held as (
    select * from guarded where is_recorded or relation in (
        'ledger_change', 'ledger_told', 'workflow_event', 'warning_acceptance', 'published_figure',
        'published_withdrawal', 'report'
    )
),
expected as (
    select relid, relation, 'refuse_change' as trigger from held
    union
    select relid, relation, 'close_recorded_only' from held where is_recorded
    union
    select relid, relation, tgname::text from held join pg_trigger on tgrelid = relid where not tgisinternal
)
select
    null as layer, relation as code, 'table' as part, null::bigint as number, null as account, 'trigger' as aspect,
    trigger as expected, tgenabled::text as found, null as other
from expected
left join pg_trigger on tgrelid = relid and tgname = trigger
where tgenabled is null or tgenabled not in ('O', 'A')
union all
select null, relation, 'table', null, null, 'right', null, held_right.name, 'landrelease_service'
from held
join pg_roles on rolname = 'landrelease_service'
cross join lateral (
    select name from unnest(array['delete', 'truncate', 'trigger']) as t (name)
    where has_table_privilege(rolname, relid, name)
    union all
    select 'update ' || attname
    from pg_attribute
    where attrelid = relid and attnum > 0 and not attisdropped and attname <> 'recorded'
      and has_column_privilege(rolname, relid, attnum, 'update')
) held_right
order by code, aspect, found
limit :finding_limit
