"""Finding what is drawn on a tile among what holds now."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes."""
    for table in ("hazardous_area_version", "release_area_version"):
        op.execute(f"create index ix_{table}_drawn on {table} using gist (drawn) where upper_inf(recorded)")
