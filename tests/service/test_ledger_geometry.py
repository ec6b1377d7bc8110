"""Ground of awkward shape, through the whole road of an upload: what is nothing counts nothing, the rest once.

Squares of a grid have about 9,536 m²; outlines of uploads are drawn with as few vertices as people draw.
"""

from collections.abc import Callable
from typing import Any

import pytest
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis.codelists import Account, ReviewMode
from tests.service.files import collection
from tests.service.records import SQUARE_DEG, square

SQUARE_M2 = 9536.041
SAME_M2 = 0.01
FEATURE: dict[str, dict[str, Any]] = {
    "release_areas": {
        "release_method": "cleared",
        "effective_date": "2021-02-01",
        "depth_cleared_cm": 20,
        "asset": ["manual"],
    },
    "hazardous_areas": {
        "classification": "cha",
        "contamination_types": ["ap_mine"],
        "identified_on": "2021-01-01",
        "evidence_summary": "direct",
    },
}
Bring = Callable[..., None]


@pytest.fixture
def review() -> ReviewMode:
    return ReviewMode.ONE_PERSON


@pytest.fixture
def bring(road: Callable[..., str]) -> Bring:
    """Give what brings records of a layer the whole road, by code and outline."""

    def bring(layer: str, outlines: dict[str, BaseGeometry], **fields: object) -> None:
        features = [{"code": code, "geometry": ground, **FEATURE[layer], **fields} for code, ground in outlines.items()]
        road(layer, collection(*features))

    return bring


def moved_m2(session: Session, *, by: str = "cause") -> dict[Any, float]:
    """Give what releases moved in the operational account, by code and cause, or by code and district."""
    rows = session.execute(
        text(f"""
            select release_area.code, {"district.code" if by == "district" else "cause"}, sum(area_m2)
            from ledger_entry e join release_area on release_area.id = e.release_area_id
            left join district on district.id = e.district_id
            where upper_inf(recorded) and account = :account group by 1, 2
        """),  # noqa: S608 - one of two words of our own
        {"account": Account.OPERATIONAL},
    )
    return {(code, told): area_m2 for code, told, area_m2 in rows}


def left_m2(session: Session) -> float:
    """Give what is in stock now, operationally."""
    return float(
        session.execute(
            text("""
                select coalesce(sum(case when class_after is null then -area_m2 else area_m2 end), 0) from ledger_entry
                where upper_inf(recorded) and account = 'operational' and num_nonnulls(class_before, class_after) = 1
            """)
        ).scalar_one()
    )


def in_squares(moved: dict[Any, float]) -> dict[Any, float]:
    return {key: round(m2 / SQUARE_M2, 3) for key, m2 in moved.items()}


# --- edges and corners --------------------------------------------------------------------------------------------


def test_neighbours_with_a_shared_edge_and_with_a_shared_corner_take_nothing_from_each_other(
    bring: Bring, session: Session
) -> None:
    bring("release_areas", {"RA-1": square(0, 0), "RA-2": square(1, 0), "RA-3": square(2, 1), "RA-4": square(0, 1)})
    assert in_squares(moved_m2(session)) == {(f"RA-{n}", "released_outside"): 1 for n in range(1, 5)}


def test_an_area_with_edges_of_a_kilometre_is_freed_wholly_by_parts_with_vertices_of_their_own(
    bring: Bring, session: Session
) -> None:
    """Cut where the area has no vertex, on a slanting edge and on a straight one; measuring is off by 0.02 m²."""
    field = Polygon([(46.9, 39.6), (46.9117, 39.6013), (46.9117, 39.61), (46.9, 39.61)])
    middle = 46.9 + 0.0117 * 0.37
    cut = Polygon([(46.9, 39.6), (middle, 39.6 + 0.0013 * 0.37), (middle, 39.61), (46.9, 39.61)])
    rest = Polygon([(middle, 39.6 + 0.0013 * 0.37), (46.9117, 39.6013), (46.9117, 39.61), (middle, 39.61)])
    bring("hazardous_areas", {"HA-1": field})
    bring("release_areas", {"RA-1": cut, "RA-2": rest})
    moved = moved_m2(session)
    assert {cause for _, cause in moved} == {"released"}
    assert left_m2(session) == pytest.approx(0, abs=0.05)
    assert sum(moved.values()) == pytest.approx(1_042_000, rel=0.01)


def test_slivers_between_outlines_drawn_twice_are_dropped(bring: Bring, session: Session) -> None:
    """The second survey is off by a hundredth of a millimetre all around: 400 m of that are 0.004 m²."""
    again = square(0, 0).buffer(1e-10, join_style="mitre")
    bring("release_areas", {"RA-1": square(0, 0)})
    bring("release_areas", {"RA-2": again}, effective_date="2021-02-02")
    assert in_squares(moved_m2(session)) == {("RA-1", "released_outside"): 1}


def test_a_strip_of_a_centimetre_is_ground(bring: Bring, session: Session) -> None:
    bring("release_areas", {"RA-1": square(0, 0)})
    bring("release_areas", {"RA-2": square(0, 0, height=1.0001)}, effective_date="2021-02-02")
    assert moved_m2(session)["RA-2", "released_outside"] == pytest.approx(SQUARE_M2 / 10_000, abs=SAME_M2)


# --- holes and islands --------------------------------------------------------------------------------------------


def with_hole(column: float, row: float) -> Polygon:
    """Give three squares by three without the one in the middle."""
    return Polygon(square(column, row, width=3, height=3).exterior, [square(column + 1, row + 1).exterior])


def test_a_hole_is_not_released_and_what_fills_it_is(bring: Bring, session: Session) -> None:
    bring("hazardous_areas", {"HA-1": square(0, 0, width=3, height=3)})
    bring("release_areas", {"RA-1": with_hole(0, 0)})
    assert left_m2(session) == pytest.approx(SQUARE_M2, abs=1)
    bring("release_areas", {"RA-2": square(1, 1)}, effective_date="2021-02-02")
    assert in_squares(moved_m2(session)) == {("RA-1", "released"): 8, ("RA-2", "released"): 1}
    assert left_m2(session) == pytest.approx(0, abs=SAME_M2)


def test_an_island_in_the_hole_of_an_area_is_part_of_it(bring: Bring, session: Session) -> None:
    island = square(1.25, 1.25, width=0.5, height=0.5)
    bring("hazardous_areas", {"HA-1": MultiPolygon([with_hole(0, 0), island])})
    bring("release_areas", {"RA-1": square(0, 0, width=3, height=3)})
    assert in_squares(moved_m2(session)) == {("RA-1", "released"): 8.25, ("RA-1", "released_outside"): 0.75}


# --- districts ----------------------------------------------------------------------------------------------------


def districts(road: Callable[..., str]) -> None:
    """Bring two districts side by side, five squares by five each."""
    features = [
        {"code": code, "name_en": code, "name_az": code, "geometry": square(5 * n, 0, width=5, height=5)}
        for n, code in enumerate(("AGM", "FUZ"))
    ]
    road("districts", collection(*features))


def test_a_release_across_a_border_is_split_there_and_one_beside_all_is_the_nearest_s(
    bring: Bring, road: Callable[..., str], session: Session
) -> None:
    districts(road)
    bring("release_areas", {"RA-1": square(4, 1, width=3), "RA-2": square(9, 3, width=3), "RA-3": square(-2, -2)})
    assert in_squares(moved_m2(session, by="district")) == {
        ("RA-1", "AGM"): 1,
        ("RA-1", "FUZ"): 2,
        ("RA-2", "FUZ"): 3,
        ("RA-3", "AGM"): 1,
    }


def test_a_border_along_an_edge_splits_nothing(bring: Bring, road: Callable[..., str], session: Session) -> None:
    districts(road)
    bring("release_areas", {"RA-1": square(4, 1), "RA-2": square(5, 1)})
    assert in_squares(moved_m2(session, by="district")) == {("RA-1", "AGM"): 1, ("RA-2", "FUZ"): 1}


# --- one day ------------------------------------------------------------------------------------------------------


def test_of_identical_outlines_of_one_day_one_counts_cleared_before_cancelled(bring: Bring, session: Session) -> None:
    bring("release_areas", {"RA-1": square(0, 0)}, release_method="cancelled", criteria="NTS-1")
    bring("release_areas", {"RA-2": square(0, 0)}, release_method="cleared")
    assert in_squares(moved_m2(session)) == {("RA-2", "released_outside"): 1}


def test_work_on_the_day_an_area_was_identified_frees_it(bring: Bring, session: Session) -> None:
    bring("hazardous_areas", {"HA-1": square(0, 0, width=2)}, identified_on="2021-02-01", reopens_released=True)
    bring("release_areas", {"RA-1": square(0, 0)}, effective_date="2021-01-31")
    bring("release_areas", {"RA-2": square(0, 0)}, effective_date="2021-02-01")
    assert in_squares(moved_m2(session)) == {("RA-1", "released_outside"): 1, ("RA-2", "released"): 1}


def test_work_on_the_day_an_area_was_closed_comes_too_late(bring: Bring, session: Session) -> None:
    bring("hazardous_areas", {"HA-1": square(0, 0, width=2)})
    bring("release_areas", {"RA-1": square(0, 0, width=2, height=1)}, effective_date="2021-02-01")
    closing = {
        "status": "closed",
        "status_changed_on": "2021-02-01",
        "close_reason": "split",
        "revision_reason": "Split",
    }
    bring("hazardous_areas", {"HA-1": square(0, 0, width=2)}, **closing)
    assert moved_m2(session) == {}


def test_a_square_in_degrees_is_what_these_tests_take_it_for() -> None:
    west, south, east, north = square(0, 0).bounds
    assert (round(east - west, 9), round(north - south, 9)) == (SQUARE_DEG, SQUARE_DEG)
    assert shapely.is_valid(with_hole(0, 0))
