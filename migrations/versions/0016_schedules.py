"""Reports that make themselves: schedules, what they made of each period, and the mails that carried it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

GRANTS = """
    grant select on made_state, delivery_state to landrelease_service;
    grant select, insert on report_schedule, report_schedule_version, made_report, report_delivery
        to landrelease_service;
    grant update (state, why, as_known_at, made_at, report_id, settled_by_id, settled_at) on made_report
        to landrelease_service;
    grant update (state, attempt_count, next_try_at, error, settled_at) on report_delivery to landrelease_service
"""


def upgrade() -> None:
    """Add the tables."""
    add_lookup("made_state", "How far a report is that its schedule makes.")
    add_lookup("delivery_state", "How far a mail is.")
    add_schedules()
    add_made()
    add_deliveries()
    op.execute(GRANTS)


def add_lookup(name: str, comment: str) -> None:
    """Add the table of a codelist; its rows come after each migration."""
    op.create_table(
        name,
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("az", sa.Text(), nullable=False),
        sa.Column(
            "position",
            sa.SmallInteger(),
            nullable=False,
            comment="Order in lists; of release methods also the rank of a day.",
        ),
        sa.PrimaryKeyConstraint("code", name=f"pk_{name}"),
        comment=comment,
    )


def add_schedules() -> None:
    """Say what is made, and in versions when, how and for whom."""
    op.create_table(
        "report_schedule",
        identity(),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period_unit", sa.Text(), nullable=False),
        sa.Column("scope", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False, comment="Made by the service, once for each kind."),
        instant("created_at", server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "period_unit in ('day', 'week', 'month', 'quarter', 'year')", name=op.f("ck_report_schedule_unit_known")
        ),
        sa.ForeignKeyConstraint(["kind"], ["report_kind.code"], name="fk_report_schedule_kind"),
        sa.PrimaryKeyConstraint("id", name="pk_report_schedule"),
        comment="Which reports make themselves: a kind, for each period, of a scope.",
    )
    op.create_index(
        "ix_report_schedule_default", "report_schedule", ["kind"], unique=True, postgresql_where=sa.text("is_default")
    )
    op.create_table(
        "report_schedule_version",
        sa.Column("schedule_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("days_after", sa.SmallInteger(), nullable=False, comment="Of the last day of the period."),
        sa.Column("local_time", sa.Time(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        instant("due_after", nullable=False, comment="What was due by then is not made: begun or resumed there."),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("makes_up_all", sa.Boolean(), nullable=False, comment="Each period that was missed, or the last."),
        sa.Column(
            "issuer_id", sa.UUID(), nullable=True, comment="In whose name it is issued by itself; missing: drafted."
        ),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("formats", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("recipients", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("told_by_id", sa.UUID(), nullable=True, comment="Missing: the service itself."),
        instant("told_at", server_default=NOW, nullable=False),
        sa.CheckConstraint("days_after between 1 and 366", name=op.f("ck_report_schedule_version_days_within_a_year")),
        sa.ForeignKeyConstraint(["schedule_id"], ["report_schedule.id"], name="fk_report_schedule_version_schedule_id"),
        sa.ForeignKeyConstraint(["issuer_id"], ["person.id"], name="fk_report_schedule_version_issuer_id"),
        sa.ForeignKeyConstraint(["told_by_id"], ["person.id"], name="fk_report_schedule_version_told_by_id"),
        sa.PrimaryKeyConstraint("schedule_id", "number", name="pk_report_schedule_version"),
        comment="When a scheduled report is made and who gets it; the highest number holds.",
    )


def add_made() -> None:
    """Say of each period that was due what became of it; that it is there at most once is for the key to see to."""
    op.create_table(
        "made_report",
        identity(),
        sa.Column("schedule_id", sa.UUID(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        instant("due_at", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", postgresql.JSONB(), nullable=True, comment="In both languages, why it is not issued."),
        instant("as_known_at", nullable=True, comment="Of a draft; missing while it is only due."),
        instant("made_at", nullable=True),
        sa.Column("report_id", sa.UUID(), nullable=True, comment="As which it was issued."),
        sa.Column("settled_by_id", sa.UUID(), nullable=True, comment="Who dismissed it."),
        instant("settled_at", nullable=True),
        sa.CheckConstraint(
            "(state = 'issued') = (report_id is not null)", name=op.f("ck_made_report_issued_as_a_report")
        ),
        sa.ForeignKeyConstraint(["schedule_id"], ["report_schedule.id"], name="fk_made_report_schedule_id"),
        sa.ForeignKeyConstraint(["state"], ["made_state.code"], name="fk_made_report_state"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_made_report_report_id"),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name="fk_made_report_settled_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_made_report"),
        sa.UniqueConstraint("schedule_id", "period", name="uq_made_report_schedule_id_period"),
        comment="What schedules made: each period at most once.",
    )


def add_deliveries() -> None:
    """Say of each mail whom it is for and how far it is."""
    op.create_table(
        "report_delivery",
        identity(),
        sa.Column("made_report_id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=True, comment="What is sent; missing: the draft."),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("formats", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempt_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        instant("next_try_at", nullable=True, comment="While it waits."),
        sa.Column("error", sa.Text(), nullable=True, comment="What the mail server said last."),
        sa.Column("asked_by_id", sa.UUID(), nullable=True, comment="Missing: sent by itself, once to a recipient."),
        instant("asked_at", server_default=NOW, nullable=False),
        instant("settled_at", nullable=True, comment="When it was sent, or given up."),
        sa.ForeignKeyConstraint(["made_report_id"], ["made_report.id"], name="fk_report_delivery_made_report_id"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_report_delivery_report_id"),
        sa.ForeignKeyConstraint(["state"], ["delivery_state.code"], name="fk_report_delivery_state"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name="fk_report_delivery_asked_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_report_delivery"),
        comment="Mails that carry reports, one for each recipient.",
    )
    op.create_index("ix_report_delivery_made_report_id", "report_delivery", ["made_report_id"])
    op.create_index(
        "ix_report_delivery_by_itself",
        "report_delivery",
        ["made_report_id", "recipient"],
        unique=True,
        postgresql_where=sa.text("asked_by_id is null"),
    )


NOW = sa.text("clock_timestamp()")


def identity() -> sa.Column[object]:
    """Give the key of a table."""
    return sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False)


def instant(name: str, **options: object) -> sa.Column[object]:
    """Give a column of instants."""
    return sa.Column(name, sa.DateTime(timezone=True), **options)  # type: ignore[arg-type] # Column's own options
