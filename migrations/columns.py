"""What the columns of the first tables have in common; frozen with them, a later migration writes its own.

Keys, links, indexes of one column and checks are named as `service/tables/columns.py` names them.
"""

from typing import Any

import sqlalchemy as sa
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import TSTZRANGE

INSTANT = sa.DateTime(timezone=True)
NEW_ID = sa.text("gen_random_uuid()")
NOW = sa.text("clock_timestamp()")


def link(name: str, target: str, *, ondelete: str | None = None, **options: Any) -> sa.Column[Any]:  # noqa: ANN401 - a column's
    """Give a column that names a row of another table, by its `id` or its `code`."""
    kind = sa.UUID() if target.endswith(".id") else sa.Text()
    return sa.Column(name, kind, sa.ForeignKey(target, ondelete=ondelete), **options)


def shape(name: str, kind: str, *, srid: int = 4326, **options: Any) -> sa.Column[Any]:  # noqa: ANN401 - a column's
    """Give a column that holds a geometry; its index, where it has one, is made apart."""
    return sa.Column(name, Geometry(kind, srid, spatial_index=False), **options)


def recorded() -> tuple[sa.Column[Any], sa.CheckConstraint]:
    """Give the column that says when something was known, and its rule."""
    comment = "When the database said so; open while it still does."
    column = sa.Column("recorded", TSTZRANGE, nullable=False, comment=comment)
    return column, sa.CheckConstraint("not isempty(recorded)", name="recorded_not_empty")
