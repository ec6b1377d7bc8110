"""What the approval of an upload would do to the ledger, kept until the ledger changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, which the service fills and renews."""
    op.create_table(
        "upload_effect",
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column(
            "known_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="The last change of the ledger that it was worked out on; missing before the first.",
        ),
        sa.Column("effect", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name="fk_upload_effect_upload_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("upload_id", name="pk_upload_effect"),
        comment="What the approval of an upload would change, as it was last worked out.",
    )
    op.execute("grant select, insert, update (known_at, effect) on upload_effect to landrelease_service")
