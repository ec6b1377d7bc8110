"""Releases that come again later and larger (“cleared so far”): a correction of what is known, or an increment to it.

An increment to `RA-1` is a release of its own, `RA-1+1`, `RA-1+2` and so on, with the ground that is new.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, cast

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from gis.increments import ADDED_UP, Growth, growth, rest
from gis.issues import Issue, completed
from gis.layers import LAYERS_BY_NAME, Layer
from gis.mapping import Answers, SameCode
from gis.read import Reading
from gis.thresholds import Thresholds
from service.records.queries import has_code
from service.tables import IDENTITIES, VERSIONS

THRESHOLDS = Thresholds()
RELEASES = LAYERS_BY_NAME["release_areas"]
PROBED = 8
"""Increments that are looked for at a time."""


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What is known of a release that is reported so far: itself and its increments, by their numbers; 0 is itself.

    Attributes
    ----------
    taken
        The numbers whose codes are taken, whether or not their records still stand.
    """

    taken: set[int] = dataclasses.field(default_factory=set)
    standing: dict[int, Row[Any]] = dataclasses.field(default_factory=dict)

    def place_of(self, day: date) -> int | None:
        """Give the number that a report of a day is: the increment of that day, or the next; None: no increment."""
        of_day = [number for number, row in self.standing.items() if number and row.effective_date == day]
        if of_day:
            return of_day[0]
        is_last = self.standing and all(row.effective_date < day for row in self.standing.values())
        return next(number for number in count(1) if number not in self.taken) if is_last else None

    def before(self, number: int) -> list[Row[Any]]:
        """Give what stands of the numbers before one, in their order."""
        return [self.standing[n] for n in sorted(self.standing) if n < number]


def settled(
    session: Session,
    frame: gpd.GeoDataFrame,
    *,
    layer: Layer,
    answers: Answers,
    thresholds: Thresholds = THRESHOLDS,
) -> Reading:
    """Settle what known releases are that come again later, with an outline that covers what is known and more.

    While nobody has said it, each is an issue that asks. A `correction` stays what it is: another version of its
    record. Of an `increment` only what is new goes on, under a code of its own; figures that are added up lose what was
    reported before. A report that is an increment already is known by its day: the same file again changes nothing.

    Parameters
    ----------
    frame
        Normalised features, all of the file or a part of it.
    """
    again = frame.loc[_come_later(session, frame)] if layer == RELEASES else frame.iloc[:0]
    if again.empty:
        return Reading(frame=frame, issues=[])
    known = _known(session, again["code"])
    values: dict[Any, dict[str, Any]] = {}
    issues: list[Issue] = []
    for index, code in again["code"].items():
        feature = again.loc[index]
        changed, told = _settled_one(feature, known[code], answers=answers, thresholds=thresholds)
        if changed.get("code") not in set(frame["code"]):
            values[index] = changed
            issues += told
    changed_frame = _with(frame, values)
    return Reading(frame=changed_frame, issues=completed(issues, changed_frame))


Settled = tuple[dict[str, Any], list[Issue]]
"""The values of a feature that become others, and what is said of it."""


def _settled_one(feature: "pd.Series[Any]", known: _Known, *, answers: Answers, thresholds: Thresholds) -> Settled:
    number = known.place_of(feature["effective_date"])
    if number is None or answers.same_code is SameCode.CORRECTION:
        return {}, []
    before = known.before(number)
    grown = growth(feature.geometry, _outlines(before), thresholds)
    if grown is None:
        return {}, []
    if answers.same_code is None and number not in known.standing:
        return {}, [_asked(feature, before, grown)]
    return _increment(feature, before, grown, number=number)


def _increment(feature: "pd.Series[Any]", before: list[Row[Any]], grown: Growth, *, number: int) -> Settled:
    """Make of a feature what is new in it."""
    areas = _areas(feature, before, grown)
    told = [_issue("release-increment", feature, known_code=feature["code"], **areas)]
    values: dict[str, Any] = {"code": f"{feature['code']}+{number}", "geometry": grown.ground}
    for name in ADDED_UP:
        so_far, sums = feature[name], [value for row in before if (value := getattr(row, name)) is not None]
        if pd.isna(so_far) or not sums:
            continue
        left = rest(so_far, sums)
        kind = "increment-without-before" if left >= 0 else "increment-below-before"
        values[name] = left if left >= 0 else None
        told.append(_issue(kind, feature, field=name, so_far=so_far, before=so_far - left, rest=left))
    return values, told


def _asked(feature: "pd.Series[Any]", before: list[Row[Any]], grown: Growth) -> Issue:
    return _issue("release-again-larger", feature, field="code", **_areas(feature, before, grown))


def _areas(feature: "pd.Series[Any]", before: list[Row[Any]], grown: Growth) -> dict[str, Any]:
    place = shapely.point_on_surface(grown.ground)
    return {
        "location": (place.x, place.y),
        "known_on": before[-1].effective_date.isoformat(),
        "now_on": feature["effective_date"].isoformat(),
        "before_m2": grown.before_m2,
        "now_m2": grown.now_m2,
        "more_m2": grown.more_m2,
    }


def _issue(
    kind: str,
    feature: "pd.Series[Any]",
    *,
    field: str | None = None,
    location: tuple[float, float] | None = None,
    **values: Any,  # noqa: ANN401 - as an issue takes them
) -> Issue:
    return Issue(kind=kind, index=cast("int", feature.name), field=field, values=values, location=location)


def _outlines(rows: Iterable[Row[Any]]) -> list[BaseGeometry]:
    return [shapely.from_wkb(row.outline) for row in rows if row.outline is not None]


def _with(frame: gpd.GeoDataFrame, values: Mapping[Any, Mapping[str, Any]]) -> gpd.GeoDataFrame:
    """Give the frame with other values in some features."""
    changed = frame.copy()
    for index, by_column in values.items():
        for name, value in by_column.items():
            changed.loc[index, name] = value
    return changed


# --- what is known ------------------------------------------------------------------------------------------------


def _come_later(session: Session, frame: gpd.GeoDataFrame) -> "pd.Series[bool]":
    """Say which features have the code of a known release, alone in the file, and a later date than it."""
    identity, version = IDENTITIES["release_areas"], VERSIONS["release_areas"]
    is_single = frame["code"].notna() & ~frame["code"].duplicated(keep=False) & frame["effective_date"].notna()
    codes = frame.loc[is_single, "code"].tolist()
    dated = select(identity.c.code, version.c.effective_date).join(
        version, (version.c.release_area_id == identity.c.id) & func.upper_inf(version.c.recorded)
    )
    known = {row.code: row.effective_date for row in session.execute(dated.where(has_code(RELEASES, codes)))}
    later = [
        bool(single) and code in known and day > known[code]
        for single, code, day in zip(is_single, frame["code"], frame["effective_date"], strict=True)
    ]
    return pd.Series(later, index=frame.index, dtype=bool)


def _known(session: Session, codes: Iterable[str]) -> dict[str, _Known]:
    """Give what is known of releases and of their increments; increments are numbered one after the other."""
    known = {code: _Known() for code in codes}
    asked, first = set(known), 0
    while asked:
        numbered = {_code(code, n): (code, n) for code in asked for n in range(first, first + PROBED)}
        for row in _rows(session, numbered):
            code, number = numbered[row.code]
            known[code].taken.add(number)
            if row.effective_date is not None:
                known[code].standing[number] = row
        first += PROBED
        asked = {code for code in asked if first - 1 in known[code].taken}
    return known


def _code(code: str, number: int) -> str:
    return f"{code}+{number}" if number else code


def _rows(session: Session, codes: Iterable[str]) -> list[Row[Any]]:
    """Give the records of codes that are taken, with what stands of them now."""
    identity, version = IDENTITIES["release_areas"], VERSIONS["release_areas"]
    figures = [version.c[name] for name in ADDED_UP]
    asked = select(
        identity.c.code, version.c.effective_date, func.ST_AsBinary(version.c.geom).label("outline"), *figures
    )
    is_standing = (version.c.release_area_id == identity.c.id) & func.upper_inf(version.c.recorded)
    held = asked.join_from(identity, version, is_standing, isouter=True)
    return list(session.execute(held.where(has_code(RELEASES, list(codes)))))
