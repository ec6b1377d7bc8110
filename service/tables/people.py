"""Who acts: people, tokens, signed-in browsers."""

from sqlalchemy import Boolean, Column, Integer, LargeBinary, Table, Text, func, text

from gis.codelists import Role
from service.tables.columns import at_column, code_column, id_column, link_column, metadata

person = Table(
    "person",
    metadata,
    id_column(),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, comment="argon2id; missing for a token's holder, who cannot sign in."),
    code_column("role", Role, nullable=False),
    Column("is_active", Boolean, nullable=False, server_default=text("true")),
    Column(
        "failed_sign_in_count",
        Integer,
        nullable=False,
        server_default=text("0"),
        comment="Wrong passwords in a row; the right one sets it back.",
    ),
    at_column("failed_sign_in_at", comment="When the last wrong password was given."),
    link_column("organisation_id", "organisation", comment="Whose records they send; missing: anybody's."),
    at_column("created_at", nullable=False, server_default=func.now()),
    comment="Who acts: a person, or the holder of a token.",
)

person_district = Table(
    "person_district",
    metadata,
    link_column("person_id", "person", primary_key=True),
    link_column("district_id", "district", primary_key=True),
    comment="The districts that a regional verifier answers for; none means every district.",
)

access_token = Table(
    "access_token",
    metadata,
    id_column(),
    link_column("person_id", "person", nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True, comment="SHA-256 of the token."),
    at_column("created_at", nullable=False, server_default=func.now()),
    at_column("expires_at"),
    at_column("revoked_at"),
    comment="Bearer tokens of scripts and GIS clients.",
)

web_session = Table(
    "web_session",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True, comment="SHA-256 of the cookie's value."),
    link_column("person_id", "person", nullable=False),
    Column("csrf_token", Text, nullable=False),
    at_column("created_at", nullable=False, server_default=func.now()),
    at_column("expires_at", nullable=False),
    comment="Signed-in browsers.",
)
