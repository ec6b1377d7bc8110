"""Cleared polygons in which nothing was found (domain.md 8.11)."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, Select, Uuid, column, func, select

from gis.codelists import ReleaseMethod
from service.quality.population import RELEASES, population
from service.quality.questions import QualityQuestion
from service.tables import VERSIONS


def polygons_without_find(question: QualityQuestion, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select columns of the releases asked about that are cleared polygons of the operational account without a find.

    What is known of single releases is looked up for those that are asked about, one by one, and for no others.
    """
    version = VERSIONS["release_areas"].c
    told = (column("release_area_id", Uuid()), column("is_polygon", Boolean()), column("first_find_on", Date()))
    known = func.release_facts(question.at).table_valued(*told, name="known").c
    of_release = select(known.is_polygon, known.first_find_on).where(known.release_area_id == version.release_area_id)
    fact = of_release.offset(0).lateral("fact")
    is_without = fact.c.first_find_on.is_(None) | (fact.c.first_find_on > question.end)
    polygons = population(RELEASES, question, *columns).join(fact, fact.c.is_polygon & is_without)
    return polygons.where(version.release_method == ReleaseMethod.CLEARED)
