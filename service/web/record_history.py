"""The versions of a record: what each changed, how it came, who looked at it, and what the checks had found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Row, select

from gis.codelists import UploadStatus
from gis.crs import WGS84
from gis.issues import KINDS, Issue, sentence
from gis.layers import Shape
from gis.measure import area_m2
from gis.outline_change import OutlineChange, change_chip, outline_change
from gis.text import area_m2_text, length_km_text
from service.records.schemas import RecordVersion
from service.tables import VERSIONS
from service.uploads.queries import upload_events
from service.web.preview_queries import issues_of_feature
from service.web.record_seen import RecordSeen
from service.web.upload_changes import FieldChange, field_changes

MOST_ISSUES: Final = 20


@dataclass(frozen=True, kw_only=True)
class VersionShown:
    """A version of a record on its page.

    Attributes
    ----------
    changes
        What is different from the version before; of the first, all that it says.
    outline
        What became of its ground, where both versions have a polygon and they differ.
    is_gone
        It was withdrawn, and nothing came in its place.
    events, issues
        Who moved its upload when and why, and what was found in the feature; for the programme only.
    """

    version: RecordVersion
    changes: list[FieldChange]
    outline: OutlineChange | None
    is_gone: bool
    events: Sequence[Row[Any]]
    issues: Sequence[Issue]


def history_context(seen: RecordSeen) -> dict[str, Any]:
    """Give what the section on the versions is rendered from, the latest version first."""
    versions = seen.history.versions
    pairs = zip([None, *versions[:-1]], versions, [*versions[1:], None], strict=True)
    positions = _positions(seen) if seen.is_of_programme else {}
    held = next((one for one in versions if seen.asked_at and one.held(seen.at)), None)
    shown = [
        _shown(seen, before, version, after=after, position=positions.get(version.version))
        for before, version, after in pairs
    ]
    language = seen.page.language
    return {
        "shown": shown[::-1],
        "held": held,
        "change_chip": change_chip,
        "kinds": KINDS,
        "sentence": lambda issue: sentence(issue, language),
        "status_of": UploadStatus,
    }


def _shown(
    seen: RecordSeen,
    before: RecordVersion | None,
    version: RecordVersion,
    *,
    after: RecordVersion | None,
    position: int | None,
) -> VersionShown:
    session, upload_id = seen.page.session, version.upload_id
    until = version.recorded_until
    return VersionShown(
        version=version,
        changes=_changes(seen, before, version),
        outline=_outline(before, version),
        is_gone=until is not None and (after is None or after.recorded_from > until),
        events=upload_events(session, upload_id) if seen.is_of_programme else [],
        issues=[] if position is None else issues_of_feature(session, upload_id, position, limit=MOST_ISSUES),
    )


def _positions(seen: RecordSeen) -> dict[int, int]:
    """Give where in its upload each version of the record stood."""
    version = VERSIONS[seen.layer.name].c
    told = select(version.version, version.position).where(version[f"{seen.layer.singular}_id"] == seen.history.id)
    return {row.version: row.position for row in seen.page.session.execute(told)}


def _changes(seen: RecordSeen, before: RecordVersion | None, version: RecordVersion) -> list[FieldChange]:
    """Give what a version changes, its outline included."""
    fields = before.fields if before else {}
    changes = field_changes(fields, version.fields, layer=seen.layer, language=seen.page.language)
    if (before.geometry if before else None) == version.geometry:
        return changes
    _ = seen.page.translate
    is_area = any(one and one.geometry and "Polygon" in one.geometry["type"] for one in (before, version))
    name = _("Outline, m²") if is_area else _("Place")
    was, now = (_outline_text(seen, one) if one else "" for one in (before, version))
    return [*changes, FieldChange(name=name, before=was, after=now)]


def _outline(before: RecordVersion | None, version: RecordVersion) -> OutlineChange | None:
    if before is None or before.geometry is None or version.geometry is None or before.geometry == version.geometry:
        return None
    return outline_change(shape(before.geometry), shape(version.geometry))


def _outline_text(seen: RecordSeen, version: RecordVersion) -> str:
    """Give the area of an outline, the length of a line, or where a point lies."""
    if version.geometry is None:
        return ""
    _, language = seen.page.translate, seen.page.language
    geometry: BaseGeometry = shape(version.geometry)
    known_m = version.fields.get("length_m")
    length = f"{length_km_text(known_m, language)} km" if known_m else ""
    if geometry.area:
        area = area_m2_text(area_m2(gpd.GeoSeries([geometry], crs=WGS84)).iloc[0], language)
        return f"{area} ({length})" if length else area
    middle = geometry.representative_point()
    place = f"{middle.x:.4f}, {middle.y:.4f}"
    if geometry.length:
        return " · ".join(filter(None, [place, _("line without a width"), length]))
    return f"{place} · {_('extent not drawn')}" if Shape.POLYGON in seen.layer.shapes else place
