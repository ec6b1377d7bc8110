"""Adding up what many releases count for without a look at each entry."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Have the index of entries by release hold what is added up."""
    op.execute("drop index ix_ledger_entry_release_area_id")
    op.execute("""
        create index ix_ledger_entry_release_area_id on ledger_entry (release_area_id)
        include (account, cause, area_m2) where upper_inf(recorded)
    """)
