"""Who acts: people, tokens, signed-in browsers; and what this installation is."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.columns import INSTANT, NEW_ID, link

revision = "02_people"
down_revision = "01_codes"
branch_labels = None
depends_on = None

NOW = sa.text("now()")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "person",
        sa.Column("id", sa.UUID(), primary_key=True, server_default=NEW_ID),
        sa.Column("login", sa.Text(), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), comment="argon2id; missing for a token's holder, who cannot sign in."),
        link("role", "role.code", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "failed_sign_in_count",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="Wrong passwords in a row; the right one sets it back.",
        ),
        sa.Column("failed_sign_in_at", INSTANT, comment="When the last wrong password was given."),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        link("organisation_id", "organisation.id", comment="Whose records they send; missing: anybody's."),
        comment="Who acts: a person, or the holder of a token.",
    )
    op.create_table(
        "person_district",
        link("person_id", "person.id", primary_key=True),
        link("district_id", "district.id", primary_key=True),
        comment="The districts that a regional verifier answers for; none means every district.",
    )
    op.create_table(
        "access_token",
        sa.Column("id", sa.UUID(), primary_key=True, server_default=NEW_ID),
        link("person_id", "person.id", nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, unique=True, comment="SHA-256 of the token."),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("expires_at", INSTANT),
        sa.Column("revoked_at", INSTANT),
        comment="Bearer tokens of scripts and GIS clients.",
    )
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.LargeBinary(), primary_key=True, comment="SHA-256 of the cookie's value."),
        link("person_id", "person.id", nullable=False),
        sa.Column("csrf_token", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        comment="Signed-in browsers.",
    )
    op.create_table(
        "instance_fact",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", JSONB(), nullable=False),
        comment="What this installation is: whether its data is a demonstration.",
    )
