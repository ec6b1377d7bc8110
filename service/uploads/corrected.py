"""The corrected file: an upload's features as they were understood, with what was found in a column of its own.

What could not be understood stays under its own heading, as the file has it: sent again, it is asked about again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

import shapely
from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.issues import KINDS, Issue, sentence
from gis.layers import Layer
from gis.mapping import Understood
from service.tables import staged_feature, upload_issue
from service.uploads.queries import in_file_order, issue_of

ISSUES: Final = "issues"
AT_ONCE: Final = 2_000
"""Rows that the database is asked for at once."""


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """A feature of a corrected file.

    Attributes
    ----------
    values
        By column: the layer's fields first, then what the file holds besides, then `issues`.
    outline
        In EPSG:4326, lon/lat; missing where there is none or it is beyond reading.
    """

    values: dict[str, Any]
    outline: shapely.Geometry | None


def columns(session: Session, upload: Row[Any], layer: Layer) -> list[str]:
    """Give the columns of an upload's corrected file, in order."""
    used = _keys(session, upload.id, "fields")
    fields = [field.name for field in layer.fields if field.is_required or field.name in used]
    read = _fields_by_column(upload)
    unread = _unread(session, upload.id, read)
    besides = sorted(name for name in _keys(session, upload.id, "properties") if name not in read or name in unread)
    return [*fields, *(name for name in besides if name not in {*fields, ISSUES}), ISSUES]


def corrected(session: Session, upload: Row[Any], *, names: Sequence[str], language: Language) -> Iterator[Corrected]:
    """Give the features of an upload in the order of the file.

    Parameters
    ----------
    names
        The columns, as `columns` gives them.
    """
    by_position = groupby(_issues(session, upload.id), key=attrgetter("index"))
    position, issues = next(by_position, (None, iter(())))
    for row in session.execute(_features(upload.id), execution_options={"yield_per": AT_ONCE}):
        while position is not None and position < row.position:
            position, issues = next(by_position, (None, iter(())))
        told = _told(issues, language) if position == row.position else ""
        held = {**row.properties, **row.fields, ISSUES: told}
        outline = None if row.outline is None else shapely.from_wkb(row.outline)
        yield Corrected(values={name: held.get(name) for name in names}, outline=outline)


def _told(issues: Iterable[Issue], language: Language) -> str:
    """Say all that was found in a feature, a line for each."""
    told = ((KINDS[issue.kind], sentence(issue, language)) for issue in issues)
    return "\n".join(f"{kind.rule} ({kind.severity.label(language)}): {words}" for kind, words in told)


def _fields_by_column(upload: Row[Any]) -> dict[str, str]:
    """Give the field that each column of the file became."""
    understood = Understood.model_validate(upload.understood) if upload.understood else None
    read = {column.name: column.field for column in understood.columns if column.field} if understood else {}
    wide = dict.fromkeys(understood.wide, "area_reported_m2") if understood else {}
    return {**read, **wide}


def _unread(session: Session, upload_id: UUID, read: dict[str, str]) -> set[str]:
    """Find the columns of which some value is missing among the fields: it could not be understood."""
    feature = staged_feature.c
    asked = [
        func.bool_or(and_(feature.properties[column].astext != "", ~feature.fields.has_key(field))).label(f"c{number}")
        for number, (column, field) in enumerate(read.items())
        if column != field
    ]
    if not asked:
        return set()
    found = session.execute(select(*asked).where(feature.upload_id == upload_id)).one()
    names = [column for column, field in read.items() if column != field]
    return {name for name, is_unread in zip(names, found, strict=True) if is_unread}


def _keys(session: Session, upload_id: UUID, held: str) -> set[str]:
    keys = select(func.jsonb_object_keys(staged_feature.c[held])).where(staged_feature.c.upload_id == upload_id)
    return set(session.scalars(keys.distinct()))


def _features(upload_id: UUID) -> Select[Any]:
    feature = staged_feature.c
    told = (feature.position, feature.fields, feature.properties, func.ST_AsBinary(feature.geom).label("outline"))
    return select(*told).where(feature.upload_id == upload_id).order_by(feature.position)


def _issues(session: Session, upload_id: UUID) -> Iterator[Issue]:
    """Give the issues of features, not of the file as a whole, in its order."""
    issue = upload_issue.c
    place = (func.ST_X(issue.location).label("lon"), func.ST_Y(issue.location).label("lat"))
    told = (issue.kind, issue.position, issue.feature_code, issue.field, issue["values"], issue.repair, *place)
    of_features = select(*told).where(issue.upload_id == upload_id, issue.position.is_not(None))
    rows = session.execute(of_features.order_by(*in_file_order()), execution_options={"yield_per": AT_ONCE})
    return (issue_of(row) for row in rows.mappings())
