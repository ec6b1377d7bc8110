"""What this installation is."""

from sqlalchemy import Column, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from service.tables.columns import metadata

instance_fact = Table(
    "instance_fact",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", JSONB, nullable=False),
    comment="What this installation is: whether its data is a demonstration.",
)
