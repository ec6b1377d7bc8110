"""The entries of the ledger added up, as known at every instant: by day, by week, by month and by who worked."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import link, recorded

revision = "07_totals"
down_revision = "06_ledger"
branch_labels = None
depends_on = None

OVER_AT_ONCE = {"parallel_workers": 0}
"""Of tables whose questions are over before a parallel worker has started."""


def upgrade() -> None:
    """Make the tables."""
    create_totals()
    create_weeks()
    create_months()
    create_work()


def create_totals() -> None:
    """Add up what entries have in common but the record; the day comes first, so that a few days lie together."""
    op.create_table(
        "ledger_total",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        link("account", "account.code", nullable=False),
        link("cause", "ledger_cause.code", nullable=False),
        link("district_id", "district.id", comment="Of the record, stated or by geometry; missing where none is near."),
        sa.Column(
            "effective_date",
            sa.Date(),
            nullable=False,
            index=True,
            comment="In this account: day of work, or of acceptance.",
        ),
        link("release_method", "release_method.code", comment="Missing where no release is the cause."),
        link("contamination_class", "contamination_class.code", comment="Of the release's target set."),
        link("class_before", "hazard_class.code", comment="Missing where the ground was not in stock."),
        sa.Column("types_before", sa.ARRAY(sa.Text()), comment="The types that were open, sorted."),
        link("district_before_id", "district.id", comment="In which the ground was in stock."),
        link("class_after", "hazard_class.code", comment="Missing where the ground is no longer in stock."),
        sa.Column("types_after", sa.ARRAY(sa.Text()), comment="The types that are still open, sorted."),
        link("district_after_id", "district.id", comment="In which the ground is in stock now."),
        sa.Column("area_m2", sa.Numeric(), nullable=False, comment="The sum of the entries' areas, exact."),
        *recorded(),
        comment="The entries added up by all that they have in common but the record.",
        postgresql_with=OVER_AT_ONCE,
    )
    op.execute("""
        create index ix_ledger_total_flows on ledger_total (account, cause, effective_date)
        include (district_id, release_method, area_m2) where upper_inf(recorded)
    """)
    op.execute("""
        create unique index uq_ledger_total_current on ledger_total (
            effective_date, account, cause, district_id, release_method, contamination_class, class_before,
            types_before, district_before_id, class_after, types_after, district_after_id
        )
        include (area_m2) nulls not distinct where upper_inf(recorded)
    """)


def create_weeks() -> None:
    """Add up released ground by week, district and method."""
    op.create_table(
        "ledger_week",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        link("account", "account.code", nullable=False),
        link("cause", "ledger_cause.code", nullable=False),
        link("district_id", "district.id", comment="As in the totals."),
        sa.Column(
            "monday", sa.Date(), nullable=False, comment="First day of the week that the effective date falls in."
        ),
        link("release_method", "release_method.code"),
        sa.Column("area_m2", sa.Numeric(), nullable=False, comment="The sum of the totals' areas, exact."),
        *recorded(),
        comment="The totals of released ground added up by week, district and method.",
        postgresql_with=OVER_AT_ONCE,
    )
    op.execute("""
        create unique index uq_ledger_week_current on ledger_week (
            account, cause, monday, district_id, release_method
        )
        include (area_m2) nulls not distinct where upper_inf(recorded)
    """)


def create_months() -> None:
    """Add up by month what a stock is made of."""
    op.create_table(
        "ledger_month",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        link("account", "account.code", nullable=False),
        link("cause", "ledger_cause.code", nullable=False),
        sa.Column("month", sa.Date(), nullable=False, comment="First day of the month of the effective date."),
        link("release_method", "release_method.code", comment="Missing where no release is the cause."),
        link("class_before", "hazard_class.code", comment="Missing where the ground was not in stock."),
        sa.Column("types_before", sa.ARRAY(sa.Text()), comment="The types that were open, sorted."),
        link("district_before_id", "district.id", comment="In which the ground was in stock."),
        link("class_after", "hazard_class.code", comment="Missing where the ground is no longer in stock."),
        sa.Column("types_after", sa.ARRAY(sa.Text()), comment="The types that are still open, sorted."),
        link("district_after_id", "district.id", comment="In which the ground is in stock now."),
        sa.Column("area_m2", sa.Numeric(), nullable=False, comment="The sum of the totals' areas, exact."),
        *recorded(),
        comment="The totals added up by month and by what a stock is told by.",
        postgresql_with=OVER_AT_ONCE,
    )
    op.execute("""
        create unique index uq_ledger_month_current on ledger_month (
            account, cause, month, release_method, class_before, types_before, district_before_id, class_after,
            types_after, district_after_id
        )
        include (area_m2) nulls not distinct where upper_inf(recorded)
    """)


def create_work() -> None:
    """Add up released ground by who worked."""
    op.create_table(
        "ledger_work",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        link("account", "account.code", nullable=False),
        link("cause", "ledger_cause.code", nullable=False),
        sa.Column(
            "first_day",
            sa.Date(),
            nullable=False,
            index=True,
            comment="Of the days of one week in one month, among which the effective date is.",
        ),
        link("district_id", "district.id", comment="As in the totals."),
        link("release_method", "release_method.code"),
        link("contamination_class", "contamination_class.code", comment="Of the release's target set."),
        sa.Column(
            "types",
            sa.ARRAY(sa.Text()),
            comment="That were open, or outside recorded hazard were searched for, sorted; missing: everything was.",
        ),
        link("organisation_id", "organisation.id", comment="As the release states it; missing: its task's."),
        link("task_id", "task.id", comment="As the release states it."),
        sa.Column("area_m2", sa.Numeric(), nullable=False, comment="The sum of the entries' areas, exact."),
        *recorded(),
        comment="The entries of released ground added up by who worked, and by weeks that are cut at the ends of "
        "months.",
        postgresql_with=OVER_AT_ONCE,
    )
    op.execute("create index ix_ledger_work_organisation_id on ledger_work (organisation_id) where upper_inf(recorded)")
    op.execute("create index ix_ledger_work_task_id on ledger_work (task_id) where upper_inf(recorded)")
    op.execute("""
        create unique index uq_ledger_work_current on ledger_work (
            account, first_day, task_id, organisation_id, cause, district_id, release_method, contamination_class,
            types
        )
        include (area_m2) nulls not distinct where upper_inf(recorded)
    """)
