"""Releases reported as “cleared so far”: asked about once, then corrected, or added to."""

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import pytest
import shapely
from fastapi.testclient import TestClient
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session

from gis.layers import LAYERS_BY_NAME
from service.records.queries import is_current, records
from service.tables import staged_feature
from tests.service.files import LEAST, Headers, collection, send
from tests.service.histories import area_m2
from tests.service.records import approve, square

LAYER = LAYERS_BY_NAME["release_areas"]
FIRST, SECOND, THIRD = "2026-11-02", "2026-11-09", "2026-11-16"
SAME_M2 = 0.01
RELEASE = LEAST["release_areas"] | {"depth_cleared_cm": 20, "asset": ["manual"], "district_code": "AGM"}


@pytest.fixture(autouse=True)
def ground(session: Session) -> None:
    approve(session, districts=[LEAST["districts"]])
    area = {"contamination_types": ["ap_mine"], "geometry": square(0, 0, width=9, height=4)}
    approve(session, hazardous_areas=[LEAST["hazardous_areas"] | area])


def so_far(day: str, columns: float, **fields: object) -> bytes:
    """Give a file with RA-1, cleared so far: so many squares from the west."""
    return collection(RELEASE | {"effective_date": day, "geometry": square(0, 0, width=columns)} | fields)


def issues(client: TestClient, headers: Headers, upload_id: str, kind: str) -> list[dict[str, Any]]:
    found = client.get(f"/api/v1/uploads/{upload_id}/issues", headers=headers).json()
    return [issue for issue in found if issue["kind"] == kind]


def staged(session: Session, upload_id: str) -> dict[str, str]:
    """Give the changes of an upload by code."""
    feature = staged_feature.c
    return dict(session.execute(select(feature.code, feature.change).where(feature.upload_id == upload_id)).all())


def current(session: Session) -> dict[str, tuple[date, BaseGeometry]]:
    """Give day and outline of the releases that stand, by code."""
    rows = session.execute(records(LAYER).where(is_current(LAYER)))
    return {row.code: (row.effective_date, shapely.from_wkb(row.geometry)) for row in rows}


def is_same(one: BaseGeometry, other: BaseGeometry) -> bool:
    return area_m2(one.symmetric_difference(other)) < SAME_M2


# --- asked --------------------------------------------------------------------------------------------------------


def test_a_release_that_comes_again_later_and_larger_is_asked_about(
    client: TestClient, road: Callable[..., str], analyst: Headers
) -> None:
    road("release_areas", so_far(FIRST, 1))
    answer = send(client, analyst, "release_areas", so_far(SECOND, 3)).json()
    assert answer["status"] == "rejected"
    (asked,) = issues(client, analyst, answer["id"], "release-again-larger")
    one, three = (f"{area_m2(square(0, 0, width=width)):,.0f}" for width in (1, 3))
    assert (asked["rule"], asked["index"], asked["feature_code"]) == ("FIL-04", 0, "RA-1")
    assert f"{one} m², of 02.11.2026" in asked["message"] or f"{one} m², of 2 November 2026" in asked["message"]
    assert f"{three} m²" in asked["message"]
    lon, _ = asked["location"]["coordinates"]
    assert lon > 46.901, "the place is on the new ground"


@pytest.mark.parametrize(
    ("day", "columns"), [(FIRST, 3), (SECOND, 1), (SECOND, 0.5)], ids=["same day", "not larger", "smaller"]
)
def test_what_is_not_later_and_larger_is_an_ordinary_change(
    client: TestClient, road: Callable[..., str], analyst: Headers, day: str, columns: float
) -> None:
    road("release_areas", so_far(FIRST, 1))
    answer = send(client, analyst, "release_areas", so_far(day, columns)).json()
    assert issues(client, analyst, answer["id"], "release-again-larger") == []
    assert len(issues(client, analyst, answer["id"], "revision-reason-missing")) == 1


# --- corrected ----------------------------------------------------------------------------------------------------


def test_a_correction_is_a_change_with_a_reason(
    session: Session, client: TestClient, road: Callable[..., str], analyst: Headers
) -> None:
    road("release_areas", so_far(FIRST, 1))
    answer = send(client, analyst, "release_areas", so_far(SECOND, 3), same_code="correction").json()
    assert len(issues(client, analyst, answer["id"], "revision-reason-missing")) == 1
    road("release_areas", so_far(SECOND, 3), same_code="correction", revision_reason="All of it was done later.")
    assert {code: day.isoformat() for code, (day, _) in current(session).items()} == {"RA-1": SECOND}


# --- added to -----------------------------------------------------------------------------------------------------


def test_an_increment_is_a_release_of_what_is_new(
    session: Session, client: TestClient, road: Callable[..., str], analyst: Headers
) -> None:
    road("release_areas", so_far(FIRST, 1, area_reported_m2=9_500, ap_mine=2, uxo=4))
    upload_id = road(
        "release_areas", so_far(SECOND, 3, area_reported_m2=28_500, ap_mine=5, uxo=3, av_mine=1), same_code="increment"
    )
    stands = current(session)
    assert {code: day.isoformat() for code, (day, _) in stands.items()} == {"RA-1": FIRST, "RA-1+1": SECOND}
    assert is_same(stands["RA-1"][1], square(0, 0))
    assert is_same(stands["RA-1+1"][1], square(1, 0, width=2))
    row = session.execute(select(staged_feature.c.fields).where(staged_feature.c.upload_id == upload_id)).scalar_one()
    told = {name: row.get(name) for name in ("area_reported_m2", "ap_mine", "uxo", "av_mine")}
    assert told == {"area_reported_m2": 19_000, "ap_mine": 3, "uxo": None, "av_mine": 1}
    assert [i["field"] for i in issues(client, analyst, upload_id, "increment-without-before")] == [
        "area_reported_m2",
        "ap_mine",
    ]
    assert [i["field"] for i in issues(client, analyst, upload_id, "increment-below-before")] == ["uxo"]


def test_the_ledger_counts_each_week_its_own_ground(client: TestClient, road: Callable[..., str]) -> None:
    for day, columns in ((FIRST, 1), (SECOND, 3), (THIRD, 4)):
        road("release_areas", so_far(day, columns), same_code="increment")
    asked = {"from": FIRST, "to": "2026-11-22", "by": "week"}
    rows = client.get("/api/v1/progress", params=asked).json()["rows"]
    expected = [area_m2(square(column, 0, width=width)) for column, width in ((0, 1), (1, 2), (3, 1))]
    assert [row["area_m2"] for row in rows] == pytest.approx(expected, abs=0.05)


def test_numbers_go_on(session: Session, road: Callable[..., str]) -> None:
    road("release_areas", so_far(FIRST, 1, ap_mine=1))
    road("release_areas", so_far(SECOND, 2, ap_mine=3), same_code="increment")
    upload_id = road("release_areas", so_far(THIRD, 4, ap_mine=7), same_code="increment")
    assert staged(session, upload_id) == {"RA-1+2": "new"}
    assert is_same(current(session)["RA-1+2"][1], square(2, 0, width=2))
    row = session.execute(select(staged_feature.c.fields).where(staged_feature.c.upload_id == upload_id)).scalar_one()
    assert row["ap_mine"] == 4


def test_the_same_file_again_changes_nothing_with_or_without_the_answer(
    session: Session, client: TestClient, road: Callable[..., str], analyst: Headers
) -> None:
    road("release_areas", so_far(FIRST, 1, ap_mine=1))
    second = so_far(SECOND, 2, ap_mine=3)
    road("release_areas", second, same_code="increment")
    road("release_areas", so_far(THIRD, 4), same_code="increment")
    sent = ((so_far(FIRST, 1, ap_mine=1), "RA-1"), (second, "RA-1+1"), (so_far(THIRD, 4), "RA-1+2"))
    answers: tuple[dict[str, str], ...] = ({}, {"same_code": "increment"})
    for (content, code), form in product(sent, answers):
        upload_id = send(client, analyst, "release_areas", content, **form).json()["id"]
        assert staged(session, upload_id) == {code: "unchanged"}


def test_an_increment_that_is_drawn_anew_is_a_change_of_the_increment(
    session: Session, client: TestClient, road: Callable[..., str], analyst: Headers
) -> None:
    road("release_areas", so_far(FIRST, 1))
    road("release_areas", so_far(SECOND, 2), same_code="increment")
    answer = send(client, analyst, "release_areas", so_far(SECOND, 3), revision_reason="A corner was missing.").json()
    assert staged(session, answer["id"]) == {"RA-1+1": "changed"}


def test_a_file_that_holds_an_increment_itself_is_left_alone(
    session: Session, client: TestClient, road: Callable[..., str], analyst: Headers
) -> None:
    """What the service gives out comes back as it is."""
    road("release_areas", so_far(FIRST, 1))
    road("release_areas", so_far(SECOND, 2), same_code="increment")
    features = [
        RELEASE | {"code": code, "effective_date": day.isoformat(), "geometry": outline}
        for code, (day, outline) in current(session).items()
    ]
    both = collection(*features)
    answer = send(client, analyst, "release_areas", both).json()
    assert staged(session, answer["id"]) == {"RA-1": "unchanged", "RA-1+1": "unchanged"}
