"""The rows that maps are drawn from: who may see what, as of which day, as known at which instant."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.layers import LAYERS_BY_NAME, Layer
from gis.maps import MapLayer
from service.records.queries import is_known, is_visible
from service.records.selection import EVERYTHING, Moment, Selection
from service.records.standing import standing
from service.tables import IDENTITIES, VERSIONS

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class MapQuestion:
    """What a map is asked to show.

    Attributes
    ----------
    moment
        The day whose end is shown, the state of knowledge, and who looks.
    selection
        What the records are narrowed to.
    shown
        The layers that start turned on; what is turned off is said on the map and can be turned on.
    """

    moment: Moment
    selection: Selection = EVERYTHING
    shown: tuple[MapLayer, ...] = tuple(MapLayer)


def records_shown(session: Session, question: MapQuestion, layer: Layer, *, columns: Collection[str]) -> Rows:
    """Give the records of a layer that a map shows: the columns asked for, and `geometry` as WKB."""
    shown = standing(layer, question.moment, question.selection).subquery("shown")
    rows = select(*(shown.c[name] for name in columns), func.ST_AsBinary(shown.c.geom).label("geometry"))
    ordered = rows.order_by(*(shown.c[name] for name in (*layer.dated_by, "code")))
    return [dict(row) for row in session.execute(ordered).mappings()]


def withheld_layers(session: Session, question: MapQuestion, layers: Collection[str]) -> frozenset[str]:
    """Give the layers of which the reader may not see every record."""
    audience, at = question.moment.audience, question.moment.as_known_at

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
    rows = session.execute(columns.where(version.c.recorded.contains(question.moment.as_known_at)))
    return {row.code: (row.name_az if language == "az" else None) or row.name_en for row in rows}
