"""Histories of the record that Hypothesis draws, how they reach the service, and what the plain ledger makes of them.

A history is a list of approvals, each a dictionary from codes to records; a missing record is a withdrawal.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import shapely
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gis.codelists import Account, ContaminationType, HazardClass, ReleaseMethod
from gis.ledger import Piece, Release
from tests.conftest import savepoints, undone
from tests.service.records import approve, square, withdraw
from tests.strategies import examples

Change = Mapping[str, dict[str, Any] | None]
History = Sequence[Change]

FIRST_DAY = date(2021, 1, 1)
LAST_DAY = FIRST_DAY + timedelta(days=40)
TYPES = st.sets(st.sampled_from(ContaminationType), min_size=1, max_size=3).map(sorted)
DAYS = st.integers(0, 12).map(lambda days: FIRST_DAY + timedelta(days=days))
"""Few, so that much falls on one day."""
ASKED_DAYS = st.integers(0, 24).map(lambda days: FIRST_DAY + timedelta(days=days))
GRID = st.integers(0, 5)
EDGE_DEG = 0.0005
"""Edges of about 50 m: on such, planar cuts and geodesic areas agree."""
PROPERTY = settings(
    deadline=None,
    max_examples=examples(5),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
"""Without shrinking: each example is a history in a database, and a first one that fails says enough. However busy the
machine, drawing may take its time."""


def area_m2(geometry: BaseGeometry) -> float:
    """Measure polygons on the ellipsoid."""
    return abs(float(Geod(ellps="WGS84").geometry_area_perimeter(shapely.orient_polygons(geometry))[0]))


# --- what is drawn ------------------------------------------------------------------------------------------------


@st.composite
def rectangles(draw: st.DrawFn) -> Polygon:
    """Draw squares of a coarse grid, so that edges, corners and whole outlines coincide; some with a hole."""
    width, height = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    outline = square(draw(GRID), draw(GRID), width=width, height=height)
    if not draw(st.booleans()):
        return outline
    west, south, east, north = outline.bounds
    inset_x, inset_y = (east - west) / 4, (north - south) / 4
    hole = shapely.box(west + inset_x, south + inset_y, east - inset_x, north - inset_y)
    return Polygon(outline.exterior, [hole.exterior])


@st.composite
def hulls(draw: st.DrawFn) -> Polygon:
    """Draw outlines that meet others anywhere."""
    corner = st.tuples(st.integers(46_900_000, 46_906_000), st.integers(39_600_000, 39_606_000))
    corners = draw(st.lists(corner, min_size=4, max_size=7, unique=True))
    hull = shapely.MultiPoint([(x / 1e6, y / 1e6) for x, y in corners]).convex_hull
    return hull if isinstance(hull, Polygon) and area_m2(hull) > 100 else square(1, 1)


GROUND = (rectangles() | hulls()).map(lambda outline: outline.segmentize(EDGE_DEG))
CLOSINGS = ("mixed_release", "mixed_release", "upgraded", "split", "merged", "duplicate")


@st.composite
def hazardous_areas(draw: st.DrawFn) -> dict[str, Any]:
    """Draw an area: new or the heir of others, its outline for ever or from a day on, some closed for some reason."""
    identified_on = draw(DAYS)
    drawn = {
        "classification": draw(st.sampled_from(["sha", "cha"])),
        "contamination_types": draw(TYPES),
        "identified_on": identified_on,
        "reopens_released": draw(st.booleans()),
        "origin": draw(st.sampled_from([None, "new", "upgrade", "split"])),
        "district_code": draw(st.none() | st.sampled_from(["AGM", "FUZ"])),
        "geometry": draw(GROUND),
    }
    if draw(st.integers(0, 2)) == 0:
        drawn["valid_from"] = identified_on + timedelta(days=draw(st.integers(0, 10)))
    if draw(st.integers(0, 2)) == 0:
        closed_on = identified_on + timedelta(days=draw(st.integers(0, 10)))
        drawn |= {"status": "closed", "status_changed_on": closed_on, "close_reason": draw(st.sampled_from(CLOSINGS))}
    return drawn


@st.composite
def release_areas(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a release: for some types or all, reported or accepted a while after the work, some failed."""
    day = draw(DAYS)
    return {
        "release_method": draw(st.sampled_from(ReleaseMethod)),
        "effective_date": day,
        "basis": draw(st.sampled_from(["operational", "certified"])),
        "accepted_on": draw(st.none() | st.just(day + timedelta(days=7))),
        "qc_state": draw(st.sampled_from(["not_inspected", "failed"])),
        "district_code": draw(st.none() | st.sampled_from(["AGM", "FUZ"])),
        "target_types": draw(st.none() | TYPES),
        "geometry": draw(GROUND),
    }


@st.composite
def histories(draw: st.DrawFn, *, most: int = 5) -> list[Change]:
    """Draw approvals: each brings records of some codes, for the first time or as a correction, or withdraws them."""
    areas = st.dictionaries(st.sampled_from(["HA-1", "HA-2", "HA-3"]), st.none() | hazardous_areas(), max_size=2)
    codes = [f"RA-{number}" for number in range(1, 8)]
    releases = st.dictionaries(st.sampled_from(codes), st.none() | release_areas(), max_size=4)
    both = st.tuples(areas, releases).map(lambda pair: {**pair[0], **pair[1]})
    return draw(st.lists(both, min_size=1, max_size=most))


# --- how it arrives -----------------------------------------------------------------------------------------------


def layer_of(code: str) -> str:
    """Give the layer of a code that is drawn here."""
    return "hazardous_areas" if code.startswith("HA") else "release_areas"


def two_districts(session: Session) -> None:
    """Record the country of these histories: two districts side by side, west of the middle and at it."""
    west, middle = square(-1, -1, width=3, height=10), square(2, -1, width=2, height=10)
    names = {"name_en": "-", "name_az": "-"}
    approve(
        session, districts=[{"code": "AGM", "geometry": west, **names}, {"code": "FUZ", "geometry": middle, **names}]
    )


@contextmanager
def rolled_back(engine: Engine) -> Iterator[Session]:
    """Give a session whose commits are savepoints, and take all back."""
    with undone(engine) as connection, savepoints(connection) as session:
        yield session


def play(session: Session, history: History) -> list[datetime]:
    """Let everything arrive as drawn, and give the stamps."""
    return list(arriving(session, history))


def arriving(session: Session, history: History) -> Iterator[datetime]:
    """Let one thing arrive after the other, and give the stamp of each."""
    standing: set[str] = set()
    for change in history:
        for layer in ("hazardous_areas", "release_areas"):
            gone = [code for code, record in change.items() if layer_of(code) == layer and not record]
            if standing.intersection(gone):
                yield withdraw(session, layer, *sorted(standing.intersection(gone)))
        rows = [{"code": code, **record} for code, record in change.items() if record]
        layers = {layer: [row for row in rows if layer_of(row["code"]) == layer] for layer in map(layer_of, change)}
        if rows:
            yield approve(session, **{layer: rows for layer, rows in layers.items() if rows})
        standing = (standing | change.keys()) - {code for code, record in change.items() if not record}


# --- what the plain ledger makes of it ----------------------------------------------------------------------------


def told(history: History) -> dict[str, list[dict[str, Any]]]:
    """Give the records that stand at the end, each with all its versions; a withdrawn version says nothing any more."""
    versions: dict[str, list[dict[str, Any]]] = {}
    for change in history:
        for code, record in change.items():
            versions[code] = [*versions.get(code, []), record] if record else []
    return {code: known for code, known in versions.items() if known}


def pieces_of(history: History) -> list[Piece]:
    """Give the ground that the hazardous areas put into stock."""
    return [
        piece
        for code, versions in told(history).items()
        if layer_of(code) == "hazardous_areas" and versions[-1].get("close_reason") != "duplicate"
        for piece in _pieces(code, versions)
    ]


def _pieces(code: str, versions: Sequence[Mapping[str, Any]]) -> Iterator[Piece]:
    """Take one state of an area after the other: kept ground keeps the day since when work counts, the rest is new."""
    now, states = versions[-1], _states(versions)
    days = [now["identified_on"], *(max(now["identified_on"], day) for day, _ in states[1:])]
    parts: list[tuple[date, BaseGeometry]] = []
    before: BaseGeometry = Polygon()
    for number, (start, (_, state)) in enumerate(zip(days, states, strict=True)):
        ground = state["geometry"]
        parts = [(since, part.intersection(ground)) for since, part in parts] + [(start, ground.difference(before))]
        before = ground
        ends = [day for day, _ in states[number + 1 : number + 2]] + [now.get("status_changed_on")]
        for since, part in parts:
            piece = Piece(
                code=code,
                classification=HazardClass(state["classification"]),
                types=frozenset(map(ContaminationType, state["contamination_types"])),
                hazardous_from=start,
                hazardous_until=min((day for day in ends if day), default=None),
                geometry=part,
            )
            yield replace(piece, since=since) if now["reopens_released"] else piece


def _states(versions: Iterable[Mapping[str, Any]]) -> list[tuple[date, Mapping[str, Any]]]:
    """Give how the ground lies from which day on: a version without a day corrects the whole past."""
    states: list[tuple[date, Mapping[str, Any]]] = []
    day, outline = date.min, None
    for version in versions:
        if version.get("valid_from") or version["geometry"] != outline:
            day = version.get("valid_from") or date.min
        outline = version["geometry"]
        states = [*(state for state in states if state[0] < day), (day, version)]
    return states


def releases_of(history: History, account: Account) -> list[Release]:
    """Give the releases of an account: the certified one holds what is accepted, and cancellations."""
    found = []
    for code, versions in told(history).items():
        record = versions[-1]
        if layer_of(code) != "release_areas" or not _is_in(record, account):
            continue
        is_accepted = account is Account.CERTIFIED and record["basis"] == "certified"
        targets = record["target_types"]
        found.append(
            Release(
                code=code,
                effective_date=(is_accepted and record["accepted_on"]) or record["effective_date"],
                worked_on=record["effective_date"],
                release_method=record["release_method"],
                targets=None if targets is None else frozenset(targets),
                geometry=record["geometry"],
            )
        )
    return found


def _is_in(release: Mapping[str, Any], account: Account) -> bool:
    is_final = release["basis"] == "certified" or release["release_method"] is ReleaseMethod.CANCELLED
    return account is Account.OPERATIONAL or (release["qc_state"] != "failed" and is_final)
