"""The SQL ledger agrees with the plain one, whatever is drawn and however it arrives."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import shapely
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from gis.codelists import Account, ContaminationType, HazardClass, ReleaseMethod
from gis.ledger import Piece, Release, nets, stock
from service.progress.queries import contamination, progress
from service.progress.questions import ContaminationQuestion, Dimension, ProgressQuestion, StockDimension
from tests.service.records import approve, square, withdraw

FIRST_DAY = date(2021, 1, 1)
LAST_DAY = FIRST_DAY + timedelta(days=40)
TOLERANCE_M2 = 0.05
TYPES = st.sets(st.sampled_from(ContaminationType), min_size=1, max_size=3).map(sorted)
DAYS = st.integers(0, 30).map(lambda days: FIRST_DAY + timedelta(days=days))
GRID = st.integers(0, 5)
EDGE_DEG = 0.0005
"""Edges of about 50 m: on such, planar cuts and geodesic areas agree."""
PROPERTY = settings(deadline=None, max_examples=10, phases=(Phase.explicit, Phase.reuse, Phase.generate))
"""Without shrinking: each example is a history in a database, and a first one that fails says enough."""


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


@st.composite
def hazardous_areas(draw: st.DrawFn) -> dict[str, Any]:
    closed_on = draw(st.none() | DAYS)
    closing = {"status": "closed", "status_changed_on": closed_on, "close_reason": "mixed_release"}
    return {
        "classification": draw(st.sampled_from(["sha", "cha"])),
        "contamination_types": draw(TYPES),
        "identified_on": draw(DAYS),
        "reopens_released": draw(st.booleans()),
        "geometry": draw(GROUND),
        **(closing if closed_on else {}),
    }


@st.composite
def release_areas(draw: st.DrawFn) -> dict[str, Any]:
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
def histories(draw: st.DrawFn) -> list[dict[str, dict[str, Any] | None]]:
    """Draw approvals: each brings records of some codes, for the first time or as a correction, or withdraws them."""
    areas = st.dictionaries(st.sampled_from(["HA-1", "HA-2", "HA-3"]), st.none() | hazardous_areas(), max_size=2)
    codes = [f"RA-{number}" for number in range(1, 8)]
    releases = st.dictionaries(st.sampled_from(codes), st.none() | release_areas(), max_size=4)
    both = st.tuples(areas, releases).map(lambda pair: {**pair[0], **pair[1]})
    return draw(st.lists(both, min_size=1, max_size=5))


# --- the two ledgers ----------------------------------------------------------------------------------------------


def area_m2(geometry: BaseGeometry) -> float:
    return abs(float(Geod(ellps="WGS84").geometry_area_perimeter(shapely.orient_polygons(geometry))[0]))


def layer_of(code: str) -> str:
    return "hazardous_areas" if code.startswith("HA") else "release_areas"


def current(history: list[dict[str, dict[str, Any] | None]]) -> dict[str, dict[str, Any]]:
    """Give the records that stand at the end."""
    standing = {code: record for step in history for code, record in step.items()}
    return {code: record for code, record in standing.items() if record}


def pieces_of(records: Mapping[str, dict[str, Any]]) -> list[Piece]:
    return [
        Piece(
            code=code,
            classification=HazardClass(record["classification"]),
            types=frozenset(record["contamination_types"]),
            hazardous_from=record["identified_on"],
            hazardous_until=record.get("status_changed_on"),
            since=record["identified_on"] if record["reopens_released"] else None,
            geometry=record["geometry"],
        )
        for code, record in records.items()
        if layer_of(code) == "hazardous_areas"
    ]


def releases_of(records: Mapping[str, dict[str, Any]], account: Account) -> list[Release]:
    """Give the releases of an account: the certified one holds what is accepted, and cancellations."""
    found = []
    for code, record in records.items():
        if layer_of(code) != "release_areas":
            continue
        day, method = record["effective_date"], record["release_method"]
        if account is Account.CERTIFIED:
            if record["qc_state"] == "failed":
                continue
            if record["basis"] == "certified":
                day = record["accepted_on"] or day
            elif method is not ReleaseMethod.CANCELLED:
                continue
        targets = record["target_types"]
        found.append(
            Release(
                code=code,
                effective_date=day,
                release_method=method,
                targets=None if targets is None else frozenset(targets),
                geometry=record["geometry"],
            )
        )
    return found


@contextmanager
def rolled_back(engine: Engine) -> Iterator[Session]:
    with engine.connect() as connection, connection.begin() as transaction:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            district = {"name_en": "-", "name_az": "-"}
            west, middle = square(-1, -1, width=4, height=10), square(2, -1, width=2, height=10)
            approve(
                session,
                districts=[
                    {"code": "AGM", "geometry": west, **district},
                    {"code": "FUZ", "geometry": middle, **district},
                ],
            )
            yield session
        transaction.rollback()


def play(session: Session, history: list[dict[str, dict[str, Any] | None]]) -> None:
    """Let everything arrive as drawn."""
    standing: set[str] = set()
    for step in history:
        for layer in ("hazardous_areas", "release_areas"):
            gone = [c for c, record in step.items() if layer_of(c) == layer and record is None and c in standing]
            if gone:
                withdraw(session, layer, *gone)
        come = {code: record for code, record in step.items() if record}
        rows = [{"code": code, **record} for code, record in come.items()]
        layers = {layer: [row for row in rows if layer_of(row["code"]) == layer] for layer in map(layer_of, come)}
        if layers:
            approve(session, **layers)
        standing = (standing | come.keys()) - {code for code, record in step.items() if record is None}


def ledger_nets(session: Session, account: Account) -> dict[tuple[str, bool], BaseGeometry]:
    """Give the current nets in SQL, districts put together, by release and whether inside recorded hazard."""
    rows = session.execute(
        text("""
            select code, cause = 'released' as is_inside, st_asbinary(st_collect(geom)) from ledger_entry e
            join release_area a on a.id = e.release_area_id
            where upper_inf(recorded) and account = :account and cause in ('released', 'released_outside')
            group by code, is_inside
        """),
        {"account": account},
    )
    return {(code, is_inside): shapely.union_all(list(parts(wkb))) for code, is_inside, wkb in rows}


def parts(wkb: bytes) -> Iterator[BaseGeometry]:
    yield from shapely.get_parts(shapely.get_parts(shapely.from_wkb(bytes(wkb))))


# --- what must hold -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("account", Account)
@PROPERTY
@given(history=histories())
def test_the_ledger_is_the_witness(engine: Engine, account: Account, history: list[Any]) -> None:
    records = current(history)
    witness = nets(pieces_of(records), releases_of(records, account))
    with rolled_back(engine) as session:
        play(session, history)
        found = ledger_nets(session, account)
        assert session.scalar(text("select count(*) from ledger_entry where not st_isvalid(geom)")) == 0
    for code, net in witness.items():
        for is_inside, expected in ((True, net.inside), (False, net.outside)):
            difference = found.pop((code, is_inside), MultiPolygon()).symmetric_difference(expected)
            assert area_m2(difference) < TOLERANCE_M2, (code, is_inside)
    assert not found


@PROPERTY
@given(history=histories(), as_of=DAYS)
def test_stock_and_sums_are_those_of_the_witness(engine: Engine, history: list[Any], as_of: date) -> None:
    records = current(history)
    pieces = pieces_of(records)
    left = {account: stock(pieces, releases_of(records, account), as_of) for account in Account}
    with rolled_back(engine) as session:
        play(session, history)
        for account in Account:
            by = (StockDimension.CLASSIFICATION, StockDimension.CONTAMINATION_CLASS)
            answer = contamination(session, ContaminationQuestion(as_of=as_of, by=by, account=account))
            found = {(row["classification"], row["contamination_class"]): row["area_m2"] for row in answer.rows}
            expected = {group: area_m2(ground) for group, ground in left[account].items()}
            assert found == pytest.approx({g: a for g, a in expected.items() if a > TOLERANCE_M2}, abs=TOLERANCE_M2)
            by_district = ContaminationQuestion(as_of=as_of, by=(StockDimension.DISTRICT,), account=account)
            assert contamination(session, by_district).total_m2 == pytest.approx(answer.total_m2, abs=TOLERANCE_M2)
    both = [shapely.union_all(list(ground.values())) for ground in left.values()]
    assert answer.awaiting_acceptance_m2 == pytest.approx(area_m2(both[1].difference(both[0])), abs=TOLERANCE_M2)


@PROPERTY
@given(history=histories())
def test_every_split_adds_up_to_the_total(engine: Engine, history: list[Any]) -> None:
    expected = nets(pieces_of(current(history)), releases_of(current(history), Account.OPERATIONAL))
    with rolled_back(engine) as session:
        play(session, history)
        for dimension in Dimension:
            total = progress(session, ProgressQuestion(start=FIRST_DAY, end=LAST_DAY, by=(dimension,))).total_m2
            by_hand = sum(area_m2(net.inside) + area_m2(net.outside) for net in expected.values())
            assert total == pytest.approx(by_hand, abs=TOLERANCE_M2)


@PROPERTY
@given(history=histories())
def test_no_point_is_freed_twice_unless_it_was_opened_again(engine: Engine, history: list[Any]) -> None:
    once = [
        {code: {**record, "reopens_released": False} if record else None for code, record in step.items()}
        for step in history
    ]
    for step in once:
        for code, record in step.items():
            if record and layer_of(code) == "release_areas":
                record.update(target_types=None)
                record.pop("reopens_released")
    with rolled_back(engine) as session:
        play(session, once)
        freed = list(ledger_nets(session, Account.OPERATIONAL).values())
    together = area_m2(shapely.union_all(freed)) if freed else 0
    assert sum(map(area_m2, freed)) == pytest.approx(together, abs=TOLERANCE_M2)
