"""The rows that maps are drawn from: who may see what, as of which day, as known at which instant."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, exists, func, or_, select
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.layers import LAYERS_BY_NAME, Layer
from gis.maps import MapLayer
from service.access import visibilities
from service.records.queries import is_known, is_visible
from service.records.standing import Moment, standing
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

    @property
    def moment(self) -> Moment:
        """Give the day, the state of knowledge and who looks."""
        audience = visibilities(is_internal=self.sees_internal)
        return Moment(as_of=self.as_of, as_known_at=self.as_known_at, audience=audience)


def records_shown(session: Session, question: MapQuestion, layer: Layer, *, columns: Collection[str]) -> Rows:
    """Give the records of a layer that a map shows: the columns asked for, and `geometry` as WKB."""
    shown = standing(layer, question.moment).subquery("shown")
    rows = select(*(shown.c[name] for name in columns), func.ST_AsBinary(shown.c.geom).label("geometry"))
    if layer.name == "release_areas":
        rows = rows.where(shown.c.effective_date >= question.released_from)
    if question.district_code is not None and "district_code" in shown.c:
        rows = rows.where(_is_of_district(shown, question))
    ordered = rows.order_by(*(shown.c[name] for name in (*layer.dated_by, "code")))
    return [dict(row) for row in session.execute(ordered).mappings()]


def withheld_layers(session: Session, question: MapQuestion, layers: Collection[str]) -> frozenset[str]:
    """Give the layers of which the reader may not see every record."""
    audience, at = question.moment.audience, question.as_known_at

    def has_withheld(layer: Layer) -> bool:
        is_withheld = is_known(layer, at) & ~is_visible(layer, audience, at)
        return bool(session.scalar(select(exists(select(VERSIONS[layer.name].c.id).where(is_withheld)))))

    return frozenset(name for name in layers if has_withheld(LAYERS_BY_NAME[name]))


def organisation_names(session: Session, question: MapQuestion, language: Language) -> Mapping[str, str]:
    """Give the organisations' names by their codes."""
    identity, version = IDENTITIES["organisations"], VERSIONS["organisations"]
    columns = select(identity.c.code, version.c.name_en, version.c.name_az).join(
        version, version.c.organisation_id == identity.c.id
    )
    rows = session.execute(columns.where(version.c.recorded.contains(question.as_known_at)))
    return {row.code: (row.name_az if language == "az" else None) or row.name_en for row in rows}


def _is_of_district(shown: FromClause, question: MapQuestion) -> ColumnElement[bool]:
    """Say of a record that it is stated for the district or touches it."""
    identity, version = IDENTITIES["districts"], VERSIONS["districts"]
    wanted = exists().where(
        identity.c.code == question.district_code,
        version.c.district_id == identity.c.id,
        version.c.recorded.contains(question.as_known_at),
        func.ST_Intersects(version.c.geom, shown.c.geom),
    )
    return or_(shown.c.district_code == question.district_code, wanted)
