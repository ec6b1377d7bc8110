"""Reports: issued ones, the schedules by which they make themselves, and figures that were published elsewhere."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.columns import INSTANT, NEW_ID, NOW, link

revision = "10_reports"
down_revision = "09_releases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    create_reports()
    create_schedules()
    create_deliveries()
    create_published()


def create_reports() -> None:
    """Keep what was issued."""
    op.create_table(
        "report",
        sa.Column("id", sa.UUID(), primary_key=True, server_default=NEW_ID),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False, unique=True),
        link("kind", "report_kind.code", nullable=False),
        sa.Column("period", sa.Text(), nullable=False, comment="As asked for: 2025-W43."),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("scope", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        link("account", "account.code", nullable=False),
        sa.Column("as_known_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("revision_reason", sa.Text()),
        sa.Column("content", JSONB(), nullable=False, comment="Everything that the report says, free of language."),
        sa.Column("checksum", sa.Text(), nullable=False, comment="SHA-256 of the canonical content, in hexadecimal."),
        link("issued_by_id", "person.id", nullable=False),
        sa.Column("issued_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column(
            "answers",
            JSONB(),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="What its checks found that a reason was needed for, in both languages, and the reason.",
        ),
        sa.Column(
            "settings",
            JSONB(),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="The settings of the installation that its figures follow from, as they were when it was issued.",
        ),
        sa.UniqueConstraint("kind", "period", "scope", "account", "revision"),
        sa.CheckConstraint("period_from <= period_to", name="period_in_order"),
        comment="Issued reports: frozen figures, of which language and format are renderings.",
    )
    op.execute("create index ix_report_as_known_at_number on report (as_known_at, number)")
    op.execute("create index ix_report_period_to_number on report (period_to, number)")


def create_schedules() -> None:
    """Keep what is made, and in versions when, how and for whom; and of each period that was due what became of it."""
    op.create_table(
        "report_schedule",
        sa.Column("id", sa.UUID(), primary_key=True, server_default=NEW_ID),
        link("kind", "report_kind.code", nullable=False),
        sa.Column("period_unit", sa.Text(), nullable=False),
        sa.Column("scope", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False, comment="Made by the service, once for each kind."),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.CheckConstraint("period_unit in ('day', 'week', 'month', 'quarter', 'year')", name="unit_known"),
        comment="Which reports make themselves: a kind, for each period, of a scope.",
    )
    op.execute("create unique index ix_report_schedule_default on report_schedule (kind) where is_default")
    op.create_table(
        "report_schedule_version",
        link("schedule_id", "report_schedule.id", primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("days_after", sa.SmallInteger(), nullable=False, comment="Of the last day of the period."),
        sa.Column("local_time", sa.Time(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column(
            "due_after", INSTANT, nullable=False, comment="What was due by then is not made: begun or resumed there."
        ),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("makes_up_all", sa.Boolean(), nullable=False, comment="Each period that was missed, or the last."),
        link("issuer_id", "person.id", comment="In whose name it is issued by itself; missing: drafted."),
        sa.Column("languages", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("formats", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("recipients", sa.ARRAY(sa.Text()), nullable=False),
        link("told_by_id", "person.id", comment="Missing: the service itself."),
        sa.Column("told_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column(
            "draft_recipients",
            sa.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="Who gets the draft that waits to be issued.",
        ),
        sa.Column(
            "is_removed",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="The last version: nothing more is made; what was made stays.",
        ),
        sa.CheckConstraint("days_after between 1 and 366", name="days_within_a_year"),
        comment="When a scheduled report is made and who gets it; the highest number holds.",
    )
    op.create_table(
        "made_report",
        sa.Column("id", sa.UUID(), primary_key=True, server_default=NEW_ID),
        link("schedule_id", "report_schedule.id", nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        link("state", "made_state.code", nullable=False),
        sa.Column("why", JSONB(), comment="In both languages, why it is not issued."),
        sa.Column("as_known_at", INSTANT, comment="Of a draft; missing while it is only due."),
        sa.Column("made_at", INSTANT),
        link("report_id", "report.id", comment="As which it was issued."),
        link("settled_by_id", "person.id", comment="Who dismissed it."),
        sa.Column("settled_at", INSTANT),
        sa.UniqueConstraint("schedule_id", "period"),
        sa.CheckConstraint("(state = 'issued') = (report_id is not null)", name="issued_as_a_report"),
        comment="What schedules made: each period at most once.",
    )


def create_deliveries() -> None:
    """Keep whom each mail is for and how far it is."""
    op.create_table(
        "report_delivery",
        sa.Column("id", sa.UUID(), primary_key=True, server_default=NEW_ID),
        link("made_report_id", "made_report.id", nullable=False, index=True),
        link("report_id", "report.id", comment="What is sent; missing: the draft."),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("languages", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("formats", sa.ARRAY(sa.Text()), nullable=False),
        link("state", "delivery_state.code", nullable=False),
        sa.Column("attempt_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_try_at", INSTANT, comment="While it waits."),
        sa.Column("error", sa.Text(), comment="What the mail server said last."),
        link("asked_by_id", "person.id", comment="Missing: sent by itself, once to a recipient."),
        sa.Column("asked_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("settled_at", INSTANT, comment="When it was sent, or given up."),
        comment="Mails that carry reports, one for each recipient.",
    )
    op.execute("""
        create unique index ix_report_delivery_by_itself on report_delivery (made_report_id, report_id, recipient)
        nulls not distinct where asked_by_id is null
    """)


def create_published() -> None:
    """Keep what others published, each version of it, and what was withdrawn."""
    op.create_table(
        "published_figure",
        sa.Column("id", sa.UUID(), primary_key=True, server_default=NEW_ID),
        link("kind", "published_kind.code", nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="Of what it tells, as the source calls it; all: everybody"),
        sa.Column("ap_mine", sa.Integer()),
        sa.Column("at_mine", sa.Integer()),
        sa.Column("uxo", sa.Integer()),
        sa.Column("area", sa.Numeric(), comment="With the digits that were published, in its unit."),
        sa.Column("area_unit", sa.Text()),
        link("precision", "figure_precision.code", comment="Of the area."),
        sa.Column("source", sa.Text(), nullable=False, comment="The address of the page it was read on."),
        sa.Column("note", sa.Text()),
        sa.Column(
            "told_at",
            INSTANT,
            server_default=sa.text("statement_timestamp()"),
            nullable=False,
            comment="Of rows of the same kind, days, key and source the last one holds.",
        ),
        link("imported_by_id", "person.id", nullable=False),
        sa.UniqueConstraint(
            "kind", "period_from", "period_to", "key", "source", "told_at", name="uq_published_figure_told"
        ),
        sa.CheckConstraint("area_unit in ('m2', 'ha', 'km2')", name="area_unit_known"),
        sa.CheckConstraint("num_nonnulls(area, area_unit, precision) in (0, 3)", name="area_whole"),
        sa.CheckConstraint("period_from <= period_to", name="period_in_order"),
        sa.CheckConstraint("num_nonnulls(ap_mine, at_mine, uxo, area) > 0", name="says_something"),
        comment="Figures as they were published elsewhere, with their sources; no computed figure holds them.",
    )
    op.create_table(
        "published_withdrawal",
        link("figure_id", "published_figure.id", primary_key=True),
        sa.Column("reason", sa.Text(), nullable=False, comment="Why the figure no longer holds."),
        sa.Column(
            "told_at",
            INSTANT,
            server_default=sa.text("statement_timestamp()"),
            nullable=False,
            comment="Since when it is known.",
        ),
        link("withdrawn_by_id", "person.id", nullable=False),
        sa.CheckConstraint("btrim(reason) <> ''", name="reason_given"),
        comment="Published figures that hold no more, each with the reason; they stay where they were cited.",
    )
