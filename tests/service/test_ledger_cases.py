"""Histories that ledgers get wrong, worked out by hand in squares of a grid, about 9,536 m² each.

Every square is told by its column; columns run from west to east.
"""

from datetime import date
from typing import Any

import pytest
from shapely import Polygon
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis.codelists import Account
from service.progress.balance import BalanceQuestion, balance
from service.progress.queries import contamination
from service.progress.questions import ContaminationQuestion, StockDimension
from service.uploads.queries import remaining_m2
from tests.service.records import approve, square

SQUARE_M2 = 9536.041
OPERATIONAL = Account.OPERATIONAL


def columns(first: float, after: float) -> Polygon:
    """Give the squares from a column up to another."""
    return square(first, 0, width=after - first)


def hazard(code: str, day: str, ground: Polygon, *types: str, **fields: object) -> dict[str, Any]:
    given = {"classification": "cha", "contamination_types": types or ("ap_mine",), "identified_on": day}
    return {"code": code, "geometry": ground, **given, **fields}


def release(code: str, day: str, ground: Polygon, **fields: object) -> dict[str, Any]:
    return {"code": code, "effective_date": day, "release_method": "cleared", "geometry": ground, **fields}


def squares(area_m2: object) -> float:
    assert isinstance(area_m2, float)
    return round(area_m2 / SQUARE_M2, 2)


def nets(session: Session) -> dict[tuple[str, str], float]:
    """Give what each release moved, by code and cause."""
    rows = session.execute(
        text("""
            select code, cause, sum(area_m2) from ledger_entry e join release_area a on a.id = e.release_area_id
            where upper_inf(recorded) and account = 'operational' group by code, cause
        """)
    )
    return {(code, cause): squares(area_m2) for code, cause, area_m2 in rows}


def stock(session: Session, day: str, *by: StockDimension) -> dict[str, float]:
    """Give what is left at the end of a day by class of contamination, or by what is asked."""
    asked = by or (StockDimension.CONTAMINATION_CLASS,)
    question = ContaminationQuestion(as_of=date.fromisoformat(day), by=asked, account=OPERATIONAL)
    rows = contamination(session, question).rows
    return {" ".join(str(row[dimension]) for dimension in asked): squares(row["area_m2"]) for row in rows}


def changes(session: Session, first: str, last: str, *by: StockDimension) -> dict[str, dict[str, float]]:
    """Give the balance of a period: by row what is not nothing, `all` for the whole."""
    question = BalanceQuestion(
        start=date.fromisoformat(first), end=date.fromisoformat(last), by=by, account=OPERATIONAL
    )
    struck = balance(session, question)
    rows = {" ".join(str(row[dimension]) for dimension in by): row for row in struck.rows} if by else {}
    told = {
        name: {key.removesuffix("_m2"): squares(m2) for key, m2 in row.items() if key.endswith("_m2")}
        for name, row in {**rows, "all": struck.total}.items()
    }
    return {name: {key: count for key, count in row.items() if count} for name, row in told.items()}


def test_a_battle_area_pass_over_a_mined_area_leaves_the_stock_as_it_was(session: Session) -> None:
    approve(session, hazardous_areas=[hazard("HA-1", "2021-01-01", columns(0, 4), "ap_mine")])
    searched = release("RA-1", "2021-02-01", columns(0, 3), target_types=["cmr", "erw"])
    approve(session, release_areas=[searched])
    assert nets(session) == {}
    assert stock(session, "2021-02-01") == stock(session, "2021-01-31") == {"ap_mines": 4}
    assert changes(session, "2021-02-01", "2021-02-28") == {"all": {"opening": 4, "closing": 4}}
    approve(session, release_areas=[release("RA-2", "2021-03-01", columns(0, 2), target_types=["ap_mine"])])
    assert nets(session) == {("RA-2", "released"): 2}
    assert changes(session, "2021-02-01", "2021-03-31") == {"all": {"opening": 4, "cleared": -2, "closing": 2}}


def test_a_pass_for_one_of_two_types_changes_the_class_and_frees_nothing(session: Session) -> None:
    approve(session, hazardous_areas=[hazard("HA-1", "2021-01-01", columns(0, 4), "ap_mine", "cmr")])
    approve(session, release_areas=[release("RA-1", "2021-02-01", columns(0, 3), target_types=["cmr"])])
    assert nets(session) == {("RA-1", "partly_released"): 3}
    assert stock(session, "2021-02-01") == {"ap_mines": 3, "mines_and_cmr": 1}
    approve(session, release_areas=[release("RA-2", "2021-03-01", columns(2, 4), target_types=["ap_mine"])])
    assert nets(session) == {
        ("RA-1", "partly_released"): 3,
        ("RA-2", "partly_released"): 1,
        ("RA-2", "released"): 1,
    }
    assert stock(session, "2021-03-01") == {"ap_mines": 2, "cmr": 1}
    assert changes(session, "2021-01-01", "2021-03-31", StockDimension.CONTAMINATION_CLASS) == {
        "ap_mines": {"partly_released": 3, "cleared": -1, "closing": 2},
        "cmr": {"partly_released": 1, "closing": 1},
        "mines_and_cmr": {"identified": 4, "partly_released": -4},
        "all": {"identified": 4, "cleared": -1, "closing": 3},
    }


def test_an_area_enlarged_onto_released_ground_is_contaminated_only_where_nobody_worked(session: Session) -> None:
    approve(session, hazardous_areas=[hazard("HA-1", "2021-01-01", columns(0, 2))])
    approve(session, release_areas=[release("RA-1", "2021-02-01", columns(1, 4))])
    assert nets(session) == {("RA-1", "released"): 1, ("RA-1", "released_outside"): 2}
    approve(session, hazardous_areas=[hazard("HA-1", "2021-01-01", columns(0, 6), valid_from="2021-03-01")])
    assert nets(session) == {("RA-1", "released"): 1, ("RA-1", "released_outside"): 2}
    assert stock(session, "2021-02-28") == {"ap_mines": 1}
    assert stock(session, "2021-03-01") == {"ap_mines": 3}
    assert changes(session, "2021-03-01", "2021-12-31") == {"all": {"opening": 1, "identified": 2, "closing": 3}}
    approve(session, release_areas=[release("RA-2", "2021-04-01", columns(0, 6))])
    assert nets(session)["RA-2", "released"] == 3
    assert changes(session, "2021-01-01", "2021-12-31") == {"all": {"identified": 4, "cleared": -4}}


def test_a_merge_of_two_half_cleared_areas_takes_over_what_is_left_of_them(session: Session) -> None:
    halves = [hazard("HA-1", "2021-01-01", columns(0, 4)), hazard("HA-2", "2021-01-01", columns(4, 8))]
    approve(session, hazardous_areas=halves)
    approve(
        session,
        release_areas=[release("RA-1", "2021-02-01", columns(0, 2)), release("RA-2", "2021-02-01", columns(6, 8))],
    )
    closed = {"status": "closed", "close_reason": "merged", "status_changed_on": "2021-03-01"}
    merged = hazard("HA-3", "2021-03-01", columns(0, 9), origin="merge", parent_codes=["HA-1", "HA-2"])
    approve(session, hazardous_areas=[*({**half, **closed} for half in halves), merged])
    assert stock(session, "2021-02-28") == {"ap_mines": 4}
    assert stock(session, "2021-03-01") == {"ap_mines": 5}
    assert changes(session, "2021-03-01", "2021-03-31") == {"all": {"opening": 4, "redrawn": 1, "closing": 5}}
    approve(session, release_areas=[release("RA-3", "2021-04-01", columns(0, 9))])
    assert nets(session)["RA-3", "released"] == 5
    assert stock(session, "2021-04-01") == {}


def test_two_overlapping_confirmed_areas_of_two_classes_hold_shared_ground_once(session: Session) -> None:
    approve(
        session,
        hazardous_areas=[
            hazard("HA-1", "2021-01-01", columns(0, 4), "ap_mine"),
            hazard("HA-2", "2021-01-02", columns(2, 6), "cmr"),
        ],
    )
    assert stock(session, "2021-01-01") == {"ap_mines": 4}
    assert stock(session, "2021-01-02") == {"ap_mines": 2, "cmr": 2, "mines_and_cmr": 2}
    assert changes(session, "2021-01-02", "2021-01-02", StockDimension.CONTAMINATION_CLASS) == {
        "ap_mines": {"opening": 4, "redrawn": -2, "closing": 2},
        "cmr": {"identified": 2, "closing": 2},
        "mines_and_cmr": {"redrawn": 2, "closing": 2},
        "all": {"opening": 4, "identified": 2, "closing": 6},
    }
    approve(session, release_areas=[release("RA-1", "2021-02-01", columns(0, 6), target_types=["ap_mine"])])
    assert nets(session) == {("RA-1", "released"): 2, ("RA-1", "partly_released"): 2}
    approve(session, release_areas=[release("RA-2", "2021-02-02", columns(0, 6))])
    assert nets(session)["RA-2", "released"] == 4
    assert stock(session, "2021-02-02") == {}


def test_a_suspected_area_is_confirmed_where_a_confirmed_one_overlaps_it(session: Session) -> None:
    approve(
        session,
        hazardous_areas=[
            hazard("HA-1", "2021-01-01", columns(0, 4), classification="sha"),
            hazard("HA-2", "2021-01-02", columns(3, 5)),
        ],
    )
    assert stock(session, "2021-01-02", StockDimension.CLASSIFICATION) == {"cha": 2, "sha": 3}
    assert changes(session, "2021-01-02", "2021-01-02", StockDimension.CLASSIFICATION) == {
        "cha": {"identified": 1, "redrawn": 1, "closing": 2},
        "sha": {"opening": 4, "redrawn": -1, "closing": 3},
        "all": {"opening": 4, "identified": 1, "closing": 5},
    }


def test_an_upgrade_confirms_a_part_and_books_the_rest_off_as_redrawn(session: Session) -> None:
    suspected = hazard("HA-1", "2021-01-01", columns(0, 5), classification="sha")
    approve(session, hazardous_areas=[suspected])
    approve(session, release_areas=[release("RA-1", "2021-02-01", columns(0, 1), release_method="cancelled")])
    closed = {"status": "closed", "close_reason": "upgraded", "status_changed_on": "2021-03-01"}
    confirmed = hazard("HA-2", "2021-03-01", columns(1, 3), origin="upgrade", parent_codes=["HA-1"])
    approve(session, hazardous_areas=[suspected | closed, confirmed])
    assert changes(session, "2021-01-01", "2021-12-31", StockDimension.CLASSIFICATION) == {
        "sha": {"identified": 5, "cancelled": -1, "redrawn": -4},
        "cha": {"redrawn": 2, "closing": 2},
        "all": {"identified": 5, "cancelled": -1, "redrawn": -2, "closing": 2},
    }


def test_ground_left_at_closing_is_a_boundary_difference(session: Session) -> None:
    area = hazard("HA-1", "2021-01-01", columns(0, 4))
    approve(session, hazardous_areas=[area], release_areas=[release("RA-1", "2021-02-01", columns(0, 3.96))])
    closed = {"status": "closed", "close_reason": "all_cleared", "status_changed_on": "2021-03-01"}
    approve(session, hazardous_areas=[area | closed])
    assert changes(session, "2021-01-01", "2021-12-31") == {
        "all": {"identified": 4, "cleared": -3.96, "boundary_difference": -0.04}
    }


@pytest.mark.parametrize(("answer", "again"), [({"reopens_released": True}, 4), ({}, 2)])
def test_ground_cleared_in_2015_counts_again_in_2020_if_a_person_says_so(
    session: Session, answer: dict[str, bool], again: float
) -> None:
    approve(session, hazardous_areas=[hazard("HA-1", "2014-01-01", columns(0, 4))])
    approve(session, release_areas=[release("RA-1", "2015-06-01", columns(0, 4))])
    war = hazard("HA-2", "2020-11-10", columns(2, 6), "cmr", origin="recontaminated", **answer)
    approve(session, hazardous_areas=[war])
    assert stock(session, "2020-11-09") == {}
    assert stock(session, "2020-11-10") == {"cmr": again}
    approve(session, release_areas=[release("RA-2", "2021-05-01", columns(0, 6))])
    assert nets(session) == {("RA-1", "released"): 4, ("RA-2", "released"): again}
    assert changes(session, "2015-01-01", "2021-12-31") == {
        "all": {"opening": 4, "identified": again, "cleared": -4 - again}
    }
    assert changes(session, "2020-11-10", "2020-12-31") == {"all": {"identified": again, "closing": again}}


def test_paper_of_2015_accepted_in_2021_frees_no_ground_contaminated_in_2020(session: Session) -> None:
    war = hazard("HA-1", "2020-11-10", columns(0, 4), reopens_released=True)
    late = release("RA-1", "2015-06-01", columns(0, 4), basis="certified", accepted_on="2021-01-15")
    approve(session, hazardous_areas=[war], release_areas=[late])
    for account in Account:
        question = ContaminationQuestion(as_of=date(2021, 12, 31), account=account)
        assert squares(contamination(session, question).total_m2) == 4
    assert squares(remaining_m2(session, ["HA-1"], date(2021, 12, 31))["HA-1"]) == 4  # it may not be closed on paper
