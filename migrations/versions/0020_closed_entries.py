"""Finding what a record counted for before it was corrected."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Find closed entries of the ledger by the record that caused them; without, all were looked through."""
    for name in ("release_area_id", "hazardous_area_id"):
        op.execute(f"create index ix_ledger_entry_{name}_closed on ledger_entry ({name}) where not upper_inf(recorded)")
