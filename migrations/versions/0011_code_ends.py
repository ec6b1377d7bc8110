"""Finding records by the beginning or the end of their code."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes."""
    for table in ("hazardous_area", "task", "release_area"):
        op.execute(f"create index ix_{table}_code_beginning on {table} (upper(code) text_pattern_ops)")
        op.execute(f"create index ix_{table}_code_end on {table} (reverse(upper(code)) text_pattern_ops)")
