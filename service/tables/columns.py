"""The metadata of all tables, and columns in their few forms."""

import re
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import Column, DateTime, ForeignKey, MetaData, Text, func
from sqlalchemy.dialects.postgresql import TSTZRANGE, UUID

from gis.codelists import Codelist

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)
"""Migrations name by the same patterns, so that these never change."""


def lookup_name(codelist: type[Codelist]) -> str:
    """Give the name of a codelist's lookup table: `ReleaseMethod` is stored as `release_method`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", codelist.__name__).lower()


def id_column() -> Column[Any]:
    """Give the key of a table whose rows are named by it."""
    return Column("id", UUID(as_uuid=True), primary_key=True, server_default=func.gen_random_uuid())


def code_column(name: str, codelist: type[Codelist], **options: Any) -> Column[Any]:  # noqa: ANN401 - Column's own options
    """Give a column that holds a code of a codelist."""
    return Column(name, Text, ForeignKey(f"{lookup_name(codelist)}.code"), **options)


def link_column(name: str, target: str, **options: Any) -> Column[Any]:  # noqa: ANN401 - Column's own options
    """Give a column that names a row of another table."""
    return Column(name, UUID(as_uuid=True), ForeignKey(f"{target}.id"), **options)


def at_column(name: str, *links: ForeignKey, **options: Any) -> Column[Any]:  # noqa: ANN401 - Column's own options
    """Give a column that holds an instant."""
    return Column(name, DateTime(timezone=True), *links, **options)


def geom_column(name: str, kind: str, *, srid: int = 4326, **options: Any) -> Column[Any]:  # noqa: ANN401 - Column's own options
    """Give a column that holds a geometry; degrees unless another reference system is named."""
    return Column(name, Geometry(kind, srid=srid, spatial_index=False), **options)


def recorded_column() -> Column[Any]:
    """Give the column that says when something was known."""
    return Column("recorded", TSTZRANGE, nullable=False, comment="When the database said so; open while it still does.")
