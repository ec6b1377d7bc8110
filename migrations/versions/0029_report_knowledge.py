"""The report whose knowledge is the latest is found without a look at all of them."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index by which a contamination balance finds the report that its opening is compared with."""
    op.create_index("ix_report_as_known_at_number", "report", ["as_known_at", "number"])
