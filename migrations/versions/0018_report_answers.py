"""Issued reports keep what was said to their checks and what they were made with, and nothing of them changes."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, guard the rows, and find the archive's pages fast."""
    op.execute("alter table report add column answers jsonb not null default '[]'")
    op.execute("alter table report add column settings jsonb not null default '{}'")
    op.execute(
        "comment on column report.answers is "
        "'What its checks found that a reason was needed for, in both languages, and the reason.'"
    )
    op.execute(
        "comment on column report.settings is "
        "'The settings of the installation that its figures follow from, as they were when it was issued.'"
    )
    op.execute("create index ix_report_period_to_number on report (period_to, number)")
    op.execute(
        "create trigger refuse_change before update or delete or truncate on report "
        "for each statement execute function refuse_change()"
    )
