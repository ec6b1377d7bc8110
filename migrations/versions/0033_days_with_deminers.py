"""The releases that say how many deminers worked are found by their day."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make an index of them."""
    op.create_index(
        "ix_release_area_version_deminers",
        "release_area_version",
        ["effective_date"],
        postgresql_where=sa.text("deminers > 0"),
    )
