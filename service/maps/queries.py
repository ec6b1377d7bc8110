"""The rows that maps are drawn from: who may see what, as of which day, as known at which instant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.maps import MapLayer
from service.access import visibilities
from service.sql import statement
from service.tables import IDENTITIES, VERSIONS

Rows = Sequence[Mapping[str, Any]]
EVERYTHING_SINCE = date(1900, 1, 1)


@dataclass(frozen=True, kw_only=True)
class MapQuestion:
    """What a map is asked to show.

    Attributes
    ----------
    as_of
        The day whose end is shown: hazard and tasks known of by then, ground released until then.
    as_known_at
        The state of knowledge.
    released_from
        The first day of the releases that are shown; by default all are.
    district_code
        Only what is stated for this district or touches it; missing: the whole country.
    shown
        The layers that start turned on; what is turned off is said on the map and can be turned on.
    sees_internal
        Whether the reader may see what is not public.
    """

    as_of: date
    as_known_at: datetime
    released_from: date = EVERYTHING_SINCE
    district_code: str | None = None
    shown: tuple[MapLayer, ...] = tuple(MapLayer)
    sees_internal: bool = False


def hazardous_areas(session: Session, question: MapQuestion) -> Rows:
    """Give the hazardous areas with their status on the day."""
    return _rows(session, "map_hazardous_areas", question)


def tasks(session: Session, question: MapQuestion) -> Rows:
    """Give the tasks ordered or begun by the day."""
    return _rows(session, "map_tasks", question)


def release_areas(session: Session, question: MapQuestion) -> Rows:
    """Give the ground released until the day."""
    return _rows(session, "map_release_areas", question)


def districts(session: Session, question: MapQuestion) -> Rows:
    """Give the districts, with a boundary or without."""
    return _rows(session, "map_districts", question)


def withheld_layers(session: Session, question: MapQuestion) -> frozenset[str]:
    """Give the layers of which the reader may not see every record."""
    return frozenset(row["layer"] for row in _rows(session, "map_withheld", question))


def organisation_names(session: Session, question: MapQuestion, language: Language) -> Mapping[str, str]:
    """Give the organisations' names by their codes."""
    identity, version = IDENTITIES["organisations"], VERSIONS["organisations"]
    columns = select(identity.c.code, version.c.name_en, version.c.name_az).join(
        version, version.c.organisation_id == identity.c.id
    )
    rows = session.execute(columns.where(version.c.recorded.contains(question.as_known_at)))
    return {row.code: (row.name_az if language == "az" else None) or row.name_en for row in rows}


def _rows(session: Session, name: str, question: MapQuestion) -> Rows:
    values = vars(question) | {"visibilities": visibilities(is_internal=question.sees_internal)}
    return [dict(row) for row in session.execute(statement(name), values).mappings()]
