"""What a change of records does to the ledger: to whom it reaches, what stays open, where ground goes.

Ground is counted in squares of a grid, 9,536 m² each.
"""

from datetime import date, datetime
from typing import Any

import pytest
from shapely import MultiPolygon, Polygon
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from gis.codelists import ContaminationType
from service.ledger.flow import CLASS_OF_TYPES, take_stamp
from service.ledger.known import known_at
from service.progress.queries import contamination
from service.progress.questions import ContaminationQuestion
from service.tables import upload
from tests.service.records import SQUARE_DEG, approve, square, withdraw

SQUARE_M2 = 9536.041
NEEDLE = MultiPolygon(
    [
        Polygon(
            [
                (46.902, 39.60214028163266),
                (46.902, 39.60225),
                (46.90210312404092, 39.60225),
                (46.90191566666667, 39.60205055555556),
            ]
        )
    ]
)
"""54 m² as overlay leaves it: west of 46.902 it is a line and nothing else, on which predicates of GEOS 3.11 fail."""
NEEDLE_M2 = 0.5 * 0.10312404092 * 0.10971836734 * SQUARE_M2


def hazard(code: str, ground: Polygon, **fields: object) -> dict[str, Any]:
    types = {"classification": "cha", "contamination_types": ["ap_mine"], "identified_on": "2021-01-01"}
    return {"code": code, "geometry": ground, **types, **fields}


def release(code: str, day: str, ground: Polygon | MultiPolygon, **fields: object) -> dict[str, Any]:
    return {"code": code, "effective_date": day, "release_method": "cleared", "geometry": ground, **fields}


def district(code: str, ground: Polygon | None, **fields: object) -> dict[str, Any]:
    return {"code": code, "name_en": code, "name_az": code, "geometry": ground, **fields}


def nets(session: Session) -> dict[tuple[str, str | None, bool], float]:
    """Give the current operational entries in squares, by release, district and whether inside recorded hazard."""
    rows = session.execute(
        text("""
            select release_area.code, district.code, e.cause = 'released' as is_inside, e.area_m2
            from ledger_entry e join release_area on release_area.id = e.release_area_id
            left join district on district.id = e.district_id
            where upper_inf(e.recorded) and e.account = 'operational' and e.cause in ('released', 'released_outside')
        """)
    )
    return {(code, where, is_inside): round(area_m2 / SQUARE_M2, 2) for code, where, is_inside, area_m2 in rows}


def pieces(session: Session) -> list[tuple[str, str | None, str | None, float]]:
    """Give the current pieces: from, until, since, squares."""
    rows = session.execute(
        text("""
            select hazardous_from::text, hazardous_until::text, since::text, st_area(geom::geography)
            from hazard_piece where upper_inf(recorded) order by 1, 2, 3, 4
        """)
    )
    return [(start, end, since, round(area_m2 / SQUARE_M2, 2)) for start, end, since, area_m2 in rows]


def changed(session: Session, stamp: datetime) -> tuple[int, int]:
    """Give how many entries a stamp closed and opened."""
    counts = text("""
        select count(*) filter (where upper(recorded) = :stamp), count(*) filter (where lower(recorded) = :stamp)
        from ledger_entry
    """)
    closed, opened = session.execute(counts, {"stamp": stamp}).one()
    return closed, opened


# --- corrections --------------------------------------------------------------------------------------------------


def test_a_correction_reaches_later_neighbours_and_nobody_else(session: Session) -> None:
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0, width=9))])
    approve(
        session,
        release_areas=[
            release("RA-1", "2021-02-01", square(0, 0, width=2)),
            release("RA-2", "2021-02-02", square(1, 0, width=2)),
            release("RA-3", "2021-02-03", square(2, 0, width=2)),
            release("RA-4", "2021-02-04", square(7, 0)),
        ],
    )
    stamp = approve(session, release_areas=[release("RA-1", "2021-02-01", square(0, 0))])
    assert nets(session) == {
        ("RA-1", None, True): 1,
        ("RA-2", None, True): 2,
        ("RA-3", None, True): 1,
        ("RA-4", None, True): 1,
    }
    assert changed(session, stamp) == (2, 2)


def test_a_correction_that_moves_no_ground_leaves_the_ledger_as_it_is(session: Session) -> None:
    first = approve(session, release_areas=[release("RA-1", "2021-02-01", square(0, 0))])
    stamp = approve(session, release_areas=[release("RA-1", "2021-02-01", square(0, 0), remarks="Spelling.")])
    assert changed(session, stamp) == (0, 0)
    assert changed(session, first) == (0, 1)


def test_a_withdrawn_release_gives_its_ground_to_the_next(session: Session) -> None:
    same = square(0, 0)
    approve(session, release_areas=[release("RA-1", "2021-02-01", same), release("RA-2", "2021-02-02", same)])
    assert nets(session) == {("RA-1", None, False): 1}
    withdraw(session, "release_areas", "RA-1")
    assert nets(session) == {("RA-2", None, False): 1}


def test_a_new_area_moves_ground_from_outside_to_inside(session: Session) -> None:
    approve(session, release_areas=[release("RA-1", "2021-02-01", square(0, 0, width=2))])
    approve(session, hazardous_areas=[hazard("HA-1", square(1, 0))])
    assert nets(session) == {("RA-1", None, True): 1, ("RA-1", None, False): 1}
    withdraw(session, "hazardous_areas", "HA-1")
    assert nets(session) == {("RA-1", None, False): 2}


def test_stamps_grow_within_one_transaction(session: Session) -> None:
    approve(session, release_areas=[release("RA-1", "2021-02-01", square(0, 0))])
    upload_id = session.execute(upload.select()).scalars().one()
    stamps = [take_stamp(session, upload_id) for _ in range(20)]
    assert stamps == sorted(set(stamps))


def test_a_past_instant_is_not_answered_while_a_change_of_the_past_is_on_its_way(engine: Engine) -> None:
    with Session(engine) as writing, Session(engine) as asking:
        approve(writing, release_areas=[release("RA-1", "2021-02-01", square(0, 0))])
        asked = asking.execute(text("select clock_timestamp()")).scalar_one()
        asking.execute(text("set local lock_timeout = '100ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            known_at(asking, asked)
        writing.rollback()
        asking.rollback()
        assert known_at(asking, asked) == asked


def test_ground_that_runs_out_into_a_needle_is_compared_with_its_neighbours(session: Session) -> None:
    approve(session, hazardous_areas=[hazard("HA-1", square(-1, -1, width=3, height=10))])
    approve(session, release_areas=[release("RA-1", "2021-02-01", square(-1, -1, width=3, height=10))])
    approve(session, release_areas=[release("RA-2", "2021-02-02", NEEDLE)])
    approve(session, release_areas=[release("RA-1", "2021-02-01", square(-1, -1, width=3, height=9))])
    assert nets(session)["RA-2", None, False] == round(NEEDLE_M2 / SQUARE_M2, 2)


def test_a_polygon_below_a_hundredth_of_a_square_metre_is_dropped(session: Session) -> None:
    speck = square(5, 5, width=1e-6, height=0.5)
    ground = MultiPolygon([square(0, 0), speck])
    approve(session, release_areas=[release("RA-1", "2021-02-01", ground)])
    parts = session.scalar(text("select st_numgeometries(geom) from ledger_entry where account = 'operational'"))
    assert parts == 1


def test_a_release_without_outline_never_enters_the_ledger(session: Session) -> None:
    row = {**release("RA-1", "2021-02-01", square(0, 0)), "geometry": None, "area_reported_m2": 100_977}
    approve(session, release_areas=[row])
    assert nets(session) == {}


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ("ap_mine", "ap_mines"),
        ("cmr,erw", "cmr"),
        ("ap_mine,av_mine,erw", "mines_and_erw"),
        ("unknown", "mixed_unspecified"),
    ],
)
def test_every_set_of_types_has_its_class(types: str, expected: str) -> None:
    assert len(CLASS_OF_TYPES) == 2 ** len(ContaminationType) - 1
    assert CLASS_OF_TYPES[types] == expected


# --- pieces of stock ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [("2021-01-01", None, None, 2)]),
        ({"classification": "sha", "reopens_released": True}, [("2021-01-01", None, "2021-01-01", 2)]),
        ({"status": "draft"}, []),
        ({"classification": "indication"}, []),
        (
            {"status": "closed", "close_reason": "all_cleared", "status_changed_on": "2021-09-01"},
            [("2021-01-01", "2021-09-01", None, 2)],
        ),
        ({"status": "closed", "close_reason": "duplicate", "status_changed_on": "2021-09-01"}, []),
        ({"status": "closed", "close_reason": "data_error"}, []),
        ({"status": "closed", "close_reason": "mixed_release"}, [("2021-01-01", None, None, 2)]),
    ],
)
def test_an_area_is_in_stock_while_it_stands(session: Session, fields: dict[str, Any], expected: list[Any]) -> None:
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0, width=2), **fields)])
    assert pieces(session) == expected


def test_a_changed_outline_without_a_day_corrects_the_past(session: Session) -> None:
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0, width=2))])
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0, width=3))])
    assert pieces(session) == [("2021-01-01", None, None, 3)]


def test_a_changed_outline_holds_from_its_day(session: Session) -> None:
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0, width=2))])
    approve(session, hazardous_areas=[hazard("HA-1", square(1, 0, width=3), valid_from="2021-06-01")])
    assert pieces(session) == [
        ("2021-01-01", "2021-06-01", None, 2),
        ("2021-06-01", None, None, 1),
        ("2021-06-01", None, None, 2),
    ]
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0, width=4), valid_from="2021-06-01")])
    assert sum(squares for *_, squares in pieces(session)) == 2 + 4


def test_a_version_that_leaves_the_outline_alone_keeps_its_day(session: Session) -> None:
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0, width=2))])
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0, width=3), valid_from="2021-06-01")])
    closing = {"status": "closed", "close_reason": "all_cleared", "status_changed_on": "2021-09-01"}
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0, width=3), **closing)])
    assert pieces(session) == [
        ("2021-01-01", "2021-06-01", None, 2),
        ("2021-06-01", "2021-09-01", None, 1),
        ("2021-06-01", "2021-09-01", None, 2),
    ]


def test_an_outline_that_was_withdrawn_says_nothing_of_the_days_before_another(session: Session) -> None:
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0, width=2))])
    withdraw(session, "hazardous_areas", "HA-1")
    approve(session, hazardous_areas=[hazard("HA-1", square(5, 0), valid_from="2021-06-01")])
    assert pieces(session) == [("2021-01-01", None, None, 1)]


def test_an_area_confirmed_from_a_day_on_was_suspected_before(session: Session) -> None:
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0, width=2), classification="sha")])
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0), valid_from="2021-06-01")])
    for day, expected in ((date(2021, 5, 31), {"sha": 2}), (date(2021, 6, 1), {"cha": 1})):
        rows = contamination(session, ContaminationQuestion(as_of=day)).rows
        assert {row["classification"]: round(float(row["area_m2"] or 0) / SQUARE_M2, 2) for row in rows} == expected


def test_kept_ground_of_an_area_that_reopens_keeps_its_day(session: Session) -> None:
    reopening = {"reopens_released": True}
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0, width=2), **reopening)])
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0, width=3), valid_from="2021-06-01", **reopening)])
    assert pieces(session) == [
        ("2021-01-01", "2021-06-01", "2021-01-01", 2),
        ("2021-06-01", None, "2021-01-01", 2),
        ("2021-06-01", None, "2021-06-01", 1),
    ]


def test_ground_cleared_before_an_area_was_enlarged_onto_it_stays_released(session: Session) -> None:
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0))])
    approve(session, release_areas=[release("RA-1", "2021-03-01", square(0, 0, width=2))])
    approve(session, hazardous_areas=[hazard("HA-1", square(0, 0, width=3), valid_from="2021-06-01")])
    approve(session, release_areas=[release("RA-2", "2021-07-01", square(0, 0, width=3))])
    assert nets(session) == {("RA-1", None, True): 1, ("RA-1", None, False): 1, ("RA-2", None, True): 1}


# --- districts ----------------------------------------------------------------------------------------------------


def test_a_stated_district_has_the_whole_net_while_boundaries_are_open_data(session: Session) -> None:
    approve(session, districts=[district("AGM", square(0, 0)), district("FUZ", square(1, 0)), district("AGD", None)])
    approve(
        session,
        release_areas=[
            release("RA-1", "2021-02-01", square(0, 0, width=2), district_code="AGD"),
            release("RA-2", "2021-02-01", square(0, 0, width=2, height=0.5)),
        ],
    )
    assert nets(session) == {("RA-1", "AGD", False): 2}


def test_without_a_stated_district_geometry_splits_the_net(session: Session) -> None:
    approve(session, districts=[district("AGM", square(0, 0)), district("FUZ", square(1, 0, width=5))])
    approve(session, release_areas=[release("RA-1", "2021-02-01", square(0, 0, width=3))])
    assert nets(session) == {("RA-1", "AGM", False): 1, ("RA-1", "FUZ", False): 2}


def test_where_districts_overlap_ground_counts_once(session: Session) -> None:
    approve(session, districts=[district("AGM", square(0, 0, width=2)), district("FUZ", square(1, 0, width=2))])
    approve(session, release_areas=[release("RA-1", "2021-02-01", square(0, 0, width=3))])
    assert nets(session) == {("RA-1", "AGM", False): 2, ("RA-1", "FUZ", False): 1}


def test_ground_near_a_district_is_its_own_and_ground_far_away_is_nobodys(session: Session) -> None:
    approve(session, districts=[district("AGM", square(0, 0)), district("FUZ", square(60, 0))])
    grounds = {"RA-1": square(3, 0), "RA-2": square(57, 0), "RA-3": square(0, 35)}
    approve(session, release_areas=[release(code, "2021-02-01", ground) for code, ground in grounds.items()])
    assert nets(session) == {("RA-1", "AGM", False): 1, ("RA-2", "FUZ", False): 1, ("RA-3", None, False): 1}


def test_authoritative_boundaries_split_what_was_stated(session: Session) -> None:
    approve(session, districts=[district("AGM", square(0, 0)), district("FUZ", square(1, 0))])
    approve(session, release_areas=[release("RA-1", "2021-02-01", square(0, 0, width=2), district_code="AGM")])
    assert nets(session) == {("RA-1", "AGM", False): 2}
    given = {"is_authoritative": True}
    approve(session, districts=[district("AGM", square(0, 0), **given), district("FUZ", square(1, 0), **given)])
    assert nets(session) == {("RA-1", "AGM", False): 1, ("RA-1", "FUZ", False): 1}


def test_a_district_that_is_only_renamed_changes_no_entry(session: Session) -> None:
    approve(session, districts=[district("AGM", square(0, 0))])
    approve(session, release_areas=[release("RA-1", "2021-02-01", square(0, 0))])
    stamp = approve(session, districts=[{**district("AGM", square(0, 0)), "name_en": "Aghdam"}])
    assert changed(session, stamp) == (0, 0)


def test_ground_that_runs_out_into_a_needle_across_a_border_is_split_there(session: Session) -> None:
    west, east = square(-1, -1, width=3, height=10), square(2, -1, width=2, height=10)
    stamp = approve(session, districts=[district("AGM", west), district("FUZ", east)])
    shares = text("""
        select code, ground_area_m2(geom) as area_m2
        from district_shares(st_geomfromwkb(:wkb, 4326), null, :stamp, 3000) share
        join district on district.id = share.district_id
    """)
    found = {row.code: row.area_m2 for row in session.execute(shares, {"wkb": NEEDLE.wkb, "stamp": stamp})}
    assert found["FUZ"] == pytest.approx(NEEDLE_M2, rel=1e-3)
    assert found.get("AGM", 0) < 0.01


# --- areas --------------------------------------------------------------------------------------------------------


def test_a_sliver_around_a_hole_that_measures_more_than_its_shell_measures_nothing(session: Session) -> None:
    shell = square(0, 0, width=10, height=10)
    sliver = Polygon(shell.exterior, [shell.segmentize(SQUARE_DEG).exterior])
    measure = text("select ground_area_m2(st_geomfromwkb(:wkb, 4326))")
    assert session.scalar(measure, {"wkb": sliver.wkb}) == 0


def test_ground_with_a_hole_measures_without_it(session: Session) -> None:
    ground = Polygon(square(0, 0).exterior, [square(0.25, 0.25, width=0.5, height=0.5).exterior])
    measure = text("select ground_area_m2(st_geomfromwkb(:wkb, 4326))")
    assert session.scalar(measure, {"wkb": ground.wkb}) == pytest.approx(0.75 * SQUARE_M2, abs=0.1)
