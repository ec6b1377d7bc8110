"""The totals of the ledger added up by month: what a stock is made of, without every day since the beginning."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = (
    *("account", "cause", "month", "release_method", "class_before", "types_before", "district_before_id"),
    *("class_after", "types_after", "district_after_id"),
)
LOOKED_UP = {
    "account": "account",
    "cause": "ledger_cause",
    "release_method": "release_method",
    "class_before": "hazard_class",
    "class_after": "hazard_class",
}


def upgrade() -> None:
    """Make the table, fill it as it would have been kept, and have releases of any time found by their day."""
    op.create_table(
        "ledger_month",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False, comment="First day of the month of the effective date."),
        sa.Column("release_method", sa.Text(), nullable=True, comment="Missing where no release is the cause."),
        sa.Column("class_before", sa.Text(), nullable=True, comment="Missing where the ground was not in stock."),
        sa.Column(
            "types_before", postgresql.ARRAY(sa.Text()), nullable=True, comment="The types that were open, sorted."
        ),
        sa.Column("district_before_id", sa.UUID(), nullable=True, comment="In which the ground was in stock."),
        sa.Column("class_after", sa.Text(), nullable=True, comment="Missing where the ground is no longer in stock."),
        sa.Column(
            "types_after", postgresql.ARRAY(sa.Text()), nullable=True, comment="The types that are still open, sorted."
        ),
        sa.Column("district_after_id", sa.UUID(), nullable=True, comment="In which the ground is in stock now."),
        sa.Column("area_m2", sa.Numeric(), nullable=False, comment="The sum of the totals' areas, exact."),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            nullable=False,
            comment="When the database said so; open while it still does.",
        ),
        sa.CheckConstraint("not isempty(recorded)", name=op.f("ck_ledger_month_recorded_not_empty")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.code"], name=op.f(f"fk_ledger_month_{column}"))
            for column, table in LOOKED_UP.items()
        ),
        *(
            sa.ForeignKeyConstraint([column], ["district.id"], name=op.f(f"fk_ledger_month_{column}"))
            for column in ("district_before_id", "district_after_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_month")),
        comment="The totals added up by month and by what a stock is told by.",
    )
    op.execute("alter table ledger_month set (parallel_workers = 0)")
    op.create_index(
        "uq_ledger_month_current",
        "ledger_month",
        KEY,
        unique=True,
        postgresql_include=["area_m2"],
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.execute(
        "create trigger close_recorded_only before update on ledger_month "
        "for each row execute function close_recorded_only()"
    )
    op.execute(
        "create trigger refuse_change before delete or truncate on ledger_month "
        "for each statement execute function refuse_change()"
    )
    op.execute("grant select, insert, update (recorded) on ledger_month to landrelease_service")
    fill()
    for change in ("insert", "update"):  # from here on: what was known before is told once, above
        op.execute(
            f"create trigger refuse_other_instant_{change} after {change} on ledger_month "
            "referencing new table as told for each statement execute function refuse_other_instant()"
        )
    op.drop_index("ix_release_area_version_effective_date", "release_area_version")
    op.create_index("ix_release_area_version_effective_date", "release_area_version", ["effective_date"])


def fill() -> None:
    """Add up what opened and closed in a month at each stamp, and all before it."""
    key = ", ".join(KEY)
    op.execute(f"""
        insert into ledger_month ({key}, area_m2, recorded)
        select {key}, area_m2, tstzrange(from_at, until_at)
        from (
            select
                {key}, sum(moved_m2) over since_first as area_m2, at as from_at, lead(at) over since_first as until_at
            from (
                select {key}, at, sum(sign * area_m2) as moved_m2
                from (
                    select *, date_trunc('month', effective_date::timestamp)::date as month from ledger_total
                ) total
                cross join lateral (values (lower(recorded), 1), (upper(recorded), -1)) as bound (at, sign)
                where at is not null
                group by {key}, at
                having sum(sign * area_m2) <> 0
            ) moved
            window since_first as (partition by {key} order by at)
        ) known
        where area_m2 <> 0
    """)  # noqa: S608 - our own words
