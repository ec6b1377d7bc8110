-- The releases that have a part in the events of a chunk, in the order in which they count: their own, and those that
-- come before them on their ground. `n` is the event that a release is.
with met as materialized (
    select r.version_id, max(n) as n
    from (
        select version_id, n
        from ledger_event
        where account = :account and chunk = :chunk and version_id is not null
        union all
        select r.version_id, null
        from ledger_event e
        cross join lateral (
            select v.id as version_id
            from release_area_version v -- not the view: its joins cost more than the few releases that it leaves out
            where upper_inf(v.recorded)
              and v.ground && e.ground
              and least(v.effective_date, v.accepted_on) <= e.effective_date
            offset 0
        ) r
        where e.account = :account and e.chunk = :chunk
    ) r
    group by version_id
)
select
    met.n,
    r.effective_date - date '1970-01-01' as day,
    r.worked_on - date '1970-01-01' as worked,
    (
        select bit_or(1 << t.position)
        from release_area_version_target_type target
        join contamination_type t on t.code = target.target_type
        where target.version_id = met.version_id
    ) as targets,
    st_asbinary(r.ground) as ground
from met
cross join lateral (
    select effective_date, worked_on, method_rank, code, ground
    from account_release
    where account = :account and version_id = met.version_id
    offset 0
) r
order by r.effective_date, r.method_rank, r.code collate "C"
