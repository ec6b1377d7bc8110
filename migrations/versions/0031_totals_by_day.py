"""What passed in a few days is read from the index of the totals alone, which lie scattered by the day."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put the day first among what tells totals apart, and their areas beside it."""
    op.drop_index("uq_ledger_total_current", "ledger_total")
    op.create_index(
        "uq_ledger_total_current",
        "ledger_total",
        [
            *("effective_date", "account", "cause", "district_id", "release_method", "contamination_class"),
            *("class_before", "types_before", "district_before_id", "class_after", "types_after", "district_after_id"),
        ],
        unique=True,
        postgresql_include=["area_m2"],
        postgresql_nulls_not_distinct=True,
        postgresql_where="upper_inf(recorded)",
    )
