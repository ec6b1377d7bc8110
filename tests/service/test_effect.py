"""What an upload would do to the ledger is told before anybody approves it, and is what then happens."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.jobs import is_effect_due
from service.tables import ledger_change, ledger_entry, staged_feature
from service.uploads.effect import AT_ONCE, work_out_effect
from tests.service.files import LEAST, Headers, collection, send
from tests.service.histories import area_m2
from tests.service.records import approve, square

RELEASE = LEAST["release_areas"] | {"depth_cleared_cm": 20, "asset": ["manual"], "district_code": "AGM"}
SQUARE_M2 = area_m2(square(0, 0))
NORTHERN_M2 = area_m2(square(0, 6))


@pytest.fixture
def analyst(holder: Callable[..., Headers], session: Session) -> Headers:
    approve(session, districts=[LEAST["districts"]])
    approve(session, hazardous_areas=[LEAST["hazardous_areas"] | {"contamination_types": ["ap_mine"]}])
    return holder(Role.ANALYST)


def release(code: str, day: str, column: float, **fields: object) -> dict[str, Any]:
    return RELEASE | {"code": code, "effective_date": day, "geometry": square(column, 0)} | fields


def effect(client: TestClient, headers: Headers, layer: str, content: bytes, **form: str) -> dict[str, Any]:
    """Send a file and give its effect on the operational account."""
    upload_id = send(client, headers, layer, content, **form).json()["id"]
    answer = client.get(f"/api/v1/uploads/{upload_id}/effect", headers=headers)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    return {**told, **next(one for one in told["accounts"] if one["account"] == "operational")}


def near(m2: float) -> Any:  # noqa: ANN401 - what pytest.approx gives
    return pytest.approx(m2, abs=0.05)


def test_ground_of_one_file_is_counted_once_and_the_overlap_names_both(client: TestClient, analyst: Headers) -> None:
    """Two squares side by side that share half a square: the earlier has all of it."""
    features = [release("RA-1", "2026-11-10", 0), release("RA-2", "2026-11-11", 0.5)]
    told = effect(client, analyst, "release_areas", collection(*features))
    assert (told["gross_m2"], told["counted_m2"]) == (near(2 * SQUARE_M2), near(1.5 * SQUARE_M2))
    assert told["counted_already_m2"] == near(SQUARE_M2 / 2)
    (pair,) = told["counted_already"]
    assert pair == {
        "index": 1,
        "code": "RA-2",
        "other_code": "RA-1",
        "other_method": "cleared",
        "other_date": "2026-11-10",
        "is_of_file": True,
        "is_public": True,
        "area_m2": near(SQUARE_M2 / 2),
    }
    (row,) = told["released"]
    assert (row["district"], row["method"], row["change_m2"]) == ("AGM", "cleared", near(1.5 * SQUARE_M2))


def test_ground_that_approved_work_counts_is_told_with_its_code(
    client: TestClient, analyst: Headers, session: Session
) -> None:
    approve(session, release_areas=[release("RA-0", "2026-11-01", 0, effective_date=date(2026, 11, 1))])
    told = effect(client, analyst, "release_areas", collection(release("RA-1", "2026-11-10", 0.25)))
    (pair,) = told["counted_already"]
    assert (pair["other_code"], pair["is_of_file"], pair["area_m2"]) == ("RA-0", False, near(SQUARE_M2 * 0.75))
    assert told["change_m2"] == told["counted_m2"] == near(SQUARE_M2 / 4)
    assert told["others"] == []


def test_late_work_takes_ground_from_later_work(client: TestClient, analyst: Headers, session: Session) -> None:
    approve(session, release_areas=[release("RA-9", "2026-11-16", 0, effective_date=date(2026, 11, 16))])
    late = release("RA-1", "2026-11-10", 0.5, release_method="reduced")
    told = effect(client, analyst, "release_areas", collection(late))
    (taken,) = told["others"]
    assert taken == {
        "code": "RA-9",
        "method": "cleared",
        "effective_date": "2026-11-16",
        "week": "2026-W47",
        "is_public": True,
        "change_m2": near(-SQUARE_M2 / 2),
    }
    assert {row["method"]: row["change_m2"] for row in told["released"]} == {
        "cleared": near(-SQUARE_M2 / 2),
        "reduced": near(SQUARE_M2),
    }
    assert told["change_m2"] == near(SQUARE_M2 / 2)


def test_ground_outside_recorded_hazard_and_stock_by_class_are_told(client: TestClient, analyst: Headers) -> None:
    """The area ends after four columns: half of the square lies beyond."""
    told = effect(client, analyst, "release_areas", collection(release("RA-1", "2026-11-10", 3.5)))
    assert told["outside_m2"] == near(SQUARE_M2 / 2)
    (freed,) = told["stock"]
    assert (freed["cause"], freed["classification"], freed["contamination_class"]) == ("released", "cha", "ap_mines")
    assert freed["change_m2"] == near(-SQUARE_M2 / 2)


def test_ground_searched_for_part_of_its_types_stays_in_stock(
    client: TestClient, analyst: Headers, session: Session
) -> None:
    both = {"code": "HA-2", "contamination_types": ["ap_mine", "cmr"], "geometry": square(0, 6)}
    approve(session, hazardous_areas=[LEAST["hazardous_areas"] | both])
    part = release("RA-1", "2026-11-10", 0, geometry=square(0, 6), target_types=["cmr"])
    told = effect(client, analyst, "release_areas", collection(part))
    assert (told["counted_m2"], told["partly_m2"]) == (0, near(NORTHERN_M2))
    assert {row["contamination_class"]: row["change_m2"] for row in told["stock"]} == {
        "mines_and_cmr": near(-NORTHERN_M2),
        "ap_mines": near(NORTHERN_M2),
    }


@pytest.mark.parametrize(("reopens", "again", "stays"), [(True, 1.0, 0.0), (False, 0.0, 1.0)])
def test_a_hazardous_area_tells_what_is_new_and_what_was_released_before(
    client: TestClient, analyst: Headers, session: Session, *, reopens: bool, again: float, stays: float
) -> None:
    """Two squares, of which one was released before."""
    approve(session, release_areas=[release("RA-0", "", 0, effective_date=date(2026, 11, 1), geometry=square(0, 6))])
    area = LEAST["hazardous_areas"] | {
        "code": "HA-2",
        "identified_on": "2026-11-10",
        "reopens_released": reopens,
        "geometry": square(0, 6, width=2),
    }
    told = effect(client, analyst, "hazardous_areas", collection(area))
    assert told["hazard_gross_m2"] == near(2 * NORTHERN_M2)
    assert (told["reopened_m2"], told["stays_released_m2"]) == (near(again * NORTHERN_M2), near(stays * NORTHERN_M2))
    assert sum(row["change_m2"] for row in told["stock"]) == near((1 + again) * NORTHERN_M2)


def test_a_correction_tells_what_it_counted_before(client: TestClient, analyst: Headers, session: Session) -> None:
    approve(session, release_areas=[release("RA-1", "", 0, effective_date=date(2026, 11, 1))])
    smaller = release("RA-1", "2026-11-01", 0, geometry=square(0, 0, width=0.5))
    told = effect(client, analyst, "release_areas", collection(smaller), revision_reason="measured again")
    assert (told["before_m2"], told["counted_m2"]) == (near(SQUARE_M2), near(SQUARE_M2 / 2))
    assert told["change_m2"] == near(-SQUARE_M2 / 2)


def test_of_a_rejected_file_the_features_without_errors_are_worked_out(client: TestClient, analyst: Headers) -> None:
    good, bad = release("RA-1", "2026-11-10", 0), release("RA-2", "2027-11-10", 1)
    told = effect(client, analyst, "release_areas", collection(good, bad))
    assert (told["feature_count"], told["left_out_count"]) == (1, 1)
    assert told["counted_m2"] == near(SQUARE_M2)


def test_a_check_tells_its_effect(client: TestClient, analyst: Headers) -> None:
    told = effect(client, analyst, "release_areas", collection(release("RA-1", "2026-11-10", 0)), mode="check")
    assert told["counted_m2"] == near(SQUARE_M2)


def test_nothing_of_it_stays(client: TestClient, analyst: Headers, session: Session) -> None:
    def stored() -> tuple[Any, ...]:
        counts = (select(func.count()).select_from(table) for table in (ledger_entry, ledger_change))
        return (*(session.scalar(count) for count in counts), session.scalars(select(staged_feature.c.change)).all())

    upload_id = send(client, analyst, "release_areas", collection(release("RA-1", "2026-11-10", 0))).json()["id"]
    before = stored()
    client.get(f"/api/v1/uploads/{upload_id}/effect", headers=analyst)
    assert stored() == before


def test_it_is_worked_out_anew_when_the_ledger_changed(client: TestClient, analyst: Headers, session: Session) -> None:
    upload_id = send(client, analyst, "release_areas", collection(release("RA-1", "2026-11-10", 0))).json()["id"]
    first, again = (client.get(f"/api/v1/uploads/{upload_id}/effect", headers=analyst).json() for _ in range(2))
    assert first == again
    approve(session, release_areas=[release("RA-0", "", 0, effective_date=date(2026, 11, 1))])
    now = client.get(f"/api/v1/uploads/{upload_id}/effect", headers=analyst).json()
    assert now["worked_out_at"] > first["worked_out_at"]
    assert [one["counted_m2"] for one in now["accounts"]] == [0, 0]


def test_what_is_approved_has_no_effect_any_more(
    client: TestClient, analyst: Headers, road: Callable[..., str]
) -> None:
    upload_id = road("release_areas", collection(release("RA-1", "2026-11-10", 0)))
    answer = client.get(f"/api/v1/uploads/{upload_id}/effect", headers=analyst)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/wrong-move")


def test_the_effect_of_a_large_upload_is_left_to_the_worker(
    client: TestClient, analyst: Headers, session: Session
) -> None:
    """2,001 small squares, each apart from the next."""
    squares = [
        release(f"RA-{n}", "2026-11-10", 0, geometry=square(n % 50 / 10, n // 50 / 10, width=0.05, height=0.05))
        for n in range(AT_ONCE + 1)
    ]
    upload_id = UUID(send(client, analyst, "release_areas", collection(*squares)).json()["id"])
    address = f"/api/v1/uploads/{upload_id}/effect"
    for _ in range(2):
        answer = client.get(address, headers=analyst)
        assert (answer.status_code, answer.json()) == (202, {"status": "waiting"})
    assert is_effect_due(session, upload_id)
    assert client.get(f"/api/v1/uploads/{upload_id}", headers=analyst).json()["progress"] == 1
    work_out_effect(session, upload_id, district_tolerance_m=3_000)
    told = client.get(address, headers=analyst).json()
    assert told["feature_count"] == AT_ONCE + 1
    assert told["accounts"][0]["counted_m2"] == near(sum(area_m2(one["geometry"]) for one in squares))


def test_it_is_the_programmes_own_business(
    client: TestClient, analyst: Headers, holder: Callable[..., Headers]
) -> None:
    upload_id = send(client, analyst, "release_areas", collection(release("RA-1", "2026-11-10", 0))).json()["id"]
    address = f"/api/v1/uploads/{upload_id}/effect"
    assert client.get(address).status_code == 401
    assert client.get(address, headers=holder(Role.VIEWER)).status_code == 403
