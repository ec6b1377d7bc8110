"""Released ground added up by who worked: what is asked of an organisation or a project, without every entry."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

KEY = (
    *("account", "cause", "first_day", "district_id", "release_method", "contamination_class", "types"),
    *("organisation_id", "task_id"),
)
INDEXED = (
    *("account", "first_day", "task_id", "organisation_id", "cause", "district_id"),
    *("release_method", "contamination_class", "types"),
)
LOOKED_UP = {
    "account": "account.code",
    "cause": "ledger_cause.code",
    "district_id": "district.id",
    "release_method": "release_method.code",
    "contamination_class": "contamination_class.code",
    "organisation_id": "organisation.id",
    "task_id": "task.id",
}


def upgrade() -> None:
    """Make the table, and fill it as it would have been kept."""
    op.create_table(
        "ledger_work",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column(
            "first_day",
            sa.Date(),
            nullable=False,
            comment="Of the days of one week in one month, among which the effective date is.",
        ),
        sa.Column("district_id", sa.UUID(), nullable=True, comment="As in the totals."),
        sa.Column("release_method", sa.Text(), nullable=True),
        sa.Column("contamination_class", sa.Text(), nullable=True, comment="Of the release's target set."),
        sa.Column(
            "types",
            postgresql.ARRAY(sa.Text()),
            nullable=True,
            comment="That were open, or outside recorded hazard were searched for, sorted; missing: everything was.",
        ),
        sa.Column(
            "organisation_id", sa.UUID(), nullable=True, comment="As the release states it; missing: its task's."
        ),
        sa.Column("task_id", sa.UUID(), nullable=True, comment="As the release states it."),
        sa.Column("area_m2", sa.Numeric(), nullable=False, comment="The sum of the entries' areas, exact."),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_ledger_work_recorded_not_empty")),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_ledger_work_{column}"))
            for column, target in LOOKED_UP.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_work")),
        comment="The entries of released ground added up by who worked, and by weeks that are cut at the ends of "
        "months.",
    )
    op.execute("alter table ledger_work set (parallel_workers = 0)")
    op.create_index(
        "uq_ledger_work_current",
        "ledger_work",
        INDEXED,
        unique=True,
        postgresql_include=["area_m2"],
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_index("ix_ledger_work_first_day", "ledger_work", ["first_day"])
    for column in ("organisation_id", "task_id"):
        op.create_index(
            f"ix_ledger_work_{column}", "ledger_work", [column], postgresql_where=sa.text("upper_inf(recorded)")
        )
    op.execute(
        "create trigger close_recorded_only before update on ledger_work "
        "for each row execute function close_recorded_only()"
    )
    op.execute(
        "create trigger refuse_change before delete or truncate on ledger_work "
        "for each statement execute function refuse_change()"
    )
    op.execute("grant select, insert, update (recorded) on ledger_work to landrelease_service")
    fill()
    for change in ("insert", "update"):  # from here on: what was known before is told once, above
        op.execute(
            f"create trigger refuse_other_instant_{change} after {change} on ledger_work "
            "referencing new table as told for each statement execute function refuse_other_instant()"
        )


def fill() -> None:
    """Add up what opened and closed at each stamp, and all before it: entries while their releases say the same."""
    key = ", ".join(KEY)
    op.execute(f"""
        insert into ledger_work ({key}, area_m2, recorded)
        select {key}, area_m2, tstzrange(from_at, until_at)
        from (
            select
                {key}, sum(moved_m2) over since_first as area_m2, at as from_at, lead(at) over since_first as until_at
            from (
                select {key}, at, sum(sign * m2) as moved_m2
                from (
                    select
                        e.account, e.cause, e.district_id, e.release_method, e.contamination_class, r.organisation_id,
                        r.task_id, e.area_m2::numeric as m2, e.recorded * r.recorded as known,
                        greatest(
                            date_trunc('week', e.effective_date::timestamp),
                            date_trunc('month', e.effective_date::timestamp)
                        )::date as first_day,
                        case
                            when e.cause = 'released' then e.types_before
                            else (
                                select array_agg(t.target_type order by t.target_type)
                                from release_area_version_target_type t
                                where t.version_id = r.id
                            )
                        end as types
                    from ledger_entry e
                    join release_area_version r
                        on r.release_area_id = e.release_area_id and r.recorded && e.recorded
                    where e.cause in ('released', 'released_outside')
                ) entry
                cross join lateral (values (lower(known), 1), (upper(known), -1)) as bound (at, sign)
                where at is not null
                group by {key}, at
                having sum(sign * m2) <> 0
            ) moved
            window since_first as (partition by {key} order by at)
        ) known
        where area_m2 <> 0
    """)  # noqa: S608 - our own words
