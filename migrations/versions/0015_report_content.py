"""Issued reports keep all that they say as one content, of any kind and scope."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Name the content by its name."""
    op.execute("alter table report rename column figures to content")
    op.execute("comment on column report.content is 'Everything that the report says, free of language.'")
    op.execute("comment on column report.checksum is 'SHA-256 of the canonical content, in hexadecimal.'")
