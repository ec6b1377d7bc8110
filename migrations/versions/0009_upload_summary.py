"""What an upload that waits for review holds, kept so that a long queue opens at once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, which the service fills."""
    op.create_table(
        "upload_summary",
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("summary", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name="fk_upload_summary_upload_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("upload_id", name="pk_upload_summary"),
        comment="What an upload that was sent for review holds: districts, organisations, warnings by rule, area.",
    )
    op.execute("grant select, insert on upload_summary to landrelease_service")
