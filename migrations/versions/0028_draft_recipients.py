"""Who is told of drafts; schedules that are removed; mails of a revision to those who got the one before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what a schedule says of both, and let each revision be sent by itself once to a recipient."""
    op.add_column(
        "report_schedule_version",
        sa.Column(
            "draft_recipients",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="Who gets the draft that waits to be issued.",
        ),
    )
    op.add_column(
        "report_schedule_version",
        sa.Column(
            "is_removed",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="The last version: nothing more is made; what was made stays.",
        ),
    )
    op.drop_index("ix_report_delivery_by_itself", table_name="report_delivery")
    op.create_index(
        "ix_report_delivery_by_itself",
        "report_delivery",
        ["made_report_id", "report_id", "recipient"],
        unique=True,
        postgresql_where=sa.text("asked_by_id is null"),
        postgresql_nulls_not_distinct=True,
    )
