"""Cleared polygons, and those of them in which nothing was found (domain.md 8.11)."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, Uuid, cast, column, func, literal_column, select

from gis.codelists import Account, ReleaseMethod
from service.quality.population import RELEASES, population
from service.quality.questions import QualityQuestion
from service.tables import VERSIONS

HAS_FIND = literal_column("cleared.has_find", Boolean())
"""Says of a cleared polygon that something was found in it."""


def cleared_polygons(question: QualityQuestion, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select columns of the releases asked about that are cleared polygons of the operational account."""
    asked = (Account.OPERATIONAL.value, question.start, question.end, question.at)
    work = func.released_work(*asked).table_valued("is_polygon", "version_id", "has_find", name="work")
    # Worked out by itself: as a part of what surrounds it, finds would be sought in each polygon anew.
    told = select(work.c.version_id, work.c.has_find).where(column("is_polygon", Boolean()))
    cleared = told.cte("cleared").prefix_with("materialized")
    version = VERSIONS["release_areas"].c
    polygons = population(RELEASES, question, *columns).join(cleared, cast(cleared.c.version_id, Uuid) == version.id)
    return polygons.where(version.release_method == ReleaseMethod.CLEARED)
