"""Data quality: figures by hand, against pandas over the same records, and the records that each of them opens."""

import csv
import io
import random
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
import shapely
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Role
from gis.language import LANGUAGES
from service.quality.questions import FIGURES, Dimension
from tests.service.conftest import TEXT
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square, withdraw

YEAR = {"from": "2026-01-01", "to": "2026-11-21"}
BROWSER = {"accept": "text/html"}
ALONE = ("open_issues", "bulk_loaded", "work_to_approval_days", "work_to_sent_days", "sent_to_approval_days")


def release(number: int, **changes: object) -> dict[str, Any]:
    whole = {"depth_cleared_cm": 20, "asset": ["manual"], "organisation": "ANAMA", "district_code": "AGM"}
    return LEAST["release_areas"] | whole | {"code": f"RA-{number}", "geometry": square(2 * number, 0)} | changes


@pytest.fixture
def officer(holder: Callable[..., Headers]) -> Headers:
    return holder(Role.REPORT_OFFICER)


@pytest.fixture
def ask(client: TestClient, officer: Headers) -> Callable[..., dict[str, Any]]:
    """Give what asks for the figures of the programme, `ask(by="district")`."""

    def asked(headers: Headers = officer, **said: str) -> dict[str, Any]:
        answer = client.get("/api/v1/quality", headers=headers, params=YEAR | said)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    return asked


def of(answer: dict[str, Any], name: str) -> tuple[float | None, int | None, int]:
    """Give value, part and whole of a figure."""
    row = next(row for row in answer["figures"] if row["figure"] == name)
    return row["value"], row["part_count"], row["whole_count"]


def by_value(answer: dict[str, Any], name: str) -> dict[str | None, float | None]:
    return {row["told_of"]: row["value"] for row in answer["rows"] if row["figure"] == name}


def today() -> date:
    """Give the day on which the database stamps what a test approves."""
    return datetime.now(UTC).astimezone(ZoneInfo("Asia/Baku")).date()


# --- what records leave out -----------------------------------------------------------------------------------------


def test_completeness_is_the_share_of_those_that_should_say_it(
    session: Session, ask: Callable[..., dict[str, Any]]
) -> None:
    approve(
        session,
        districts=[LEAST["districts"]],
        organisations=[LEAST["organisations"]],
        tasks=[LEAST["tasks"]],
        release_areas=[
            release(1, task_code="T-1"),
            release(2, depth_cleared_cm=None, asset=[]),
            release(3, release_method="reduced", depth_cleared_cm=None),  # need not say a depth
            release(4, release_method="cancelled", depth_cleared_cm=None, asset=[]),  # nor a means
            release(5, release_method="undetermined", depth_cleared_cm=None, asset=[], geometry=None),
            release(6, effective_date="2025-12-31", depth_cleared_cm=None),  # before the period
        ],
        hazardous_areas=[
            LEAST["hazardous_areas"]
            | {"identified_on": "2026-03-01", "contamination_types": ["unknown"], "evidence_summary": "direct"},
            LEAST["hazardous_areas"]
            | {"code": "HA-2", "identified_on": "2026-03-01", "contamination_types": ["ap_mine", "unknown"]},
        ],
        eo_items=[
            LEAST["eo_items"] | {"eo_category": "ap_mine"},
            LEAST["eo_items"] | {"code": "EO-2", "eo_category": "submunition", "geometry": None},
            LEAST["eo_items"] | {"code": "EO-3", "geometry": None},  # other UXO need no place
        ],
    )
    session.commit()
    answer = ask()
    assert {name: of(answer, name)[1:] for name in FIGURES if name not in ALONE} == {
        "release_geometry_pct": (4, 5),
        "release_method_pct": (4, 5),
        "release_depth_pct": (1, 2),
        "release_asset_pct": (2, 3),
        "release_task_pct": (1, 5),
        "hazard_geometry_pct": (2, 2),
        "hazard_evidence_pct": (1, 2),
        "hazard_types_pct": (1, 2),
        "item_place_pct": (1, 2),
        "cleared_without_find_pct": (2, 2),
    }
    assert of(answer, "release_asset_pct")[0] == pytest.approx(200 / 3)


def test_what_is_withdrawn_or_corrected_is_not_told_any_more_but_by_what_was_known(
    session: Session, ask: Callable[..., dict[str, Any]]
) -> None:
    approve(session, districts=[LEAST["districts"]], organisations=[LEAST["organisations"]])
    before = approve(session, release_areas=[release(1, depth_cleared_cm=None), release(2, depth_cleared_cm=None)])
    approve(session, release_areas=[release(1)])
    withdraw(session, "release_areas", "RA-2")
    session.commit()
    assert of(ask(), "release_depth_pct")[1:] == (1, 1)
    assert of(ask(as_known_at=before.isoformat()), "release_depth_pct")[1:] == (0, 2)


def test_shares_by_every_dimension_are_those_of_pandas_over_the_same_records(
    session: Session, ask: Callable[..., dict[str, Any]]
) -> None:
    chance = random.Random(5)  # noqa: S311 - records of a test
    codes = ["ANAMA", "MOD", None]
    records = [
        release(
            number,
            geometry=square(number % 40, 2 * (number // 40)) if chance.random() < 0.8 else None,
            release_method=chance.choice(["cleared", "reduced", "cancelled", "undetermined"]),
            depth_cleared_cm=chance.choice([None, 20]),
            asset=chance.choice([[], ["manual"], ["mdd", "manual"]]),
            organisation=chance.choice(codes),
            district_code=chance.choice(["AGM", None]),
            effective_date=str(date(2026, 1, 1) + timedelta(days=chance.randrange(320))),
        )
        for number in range(120)
    ]
    mod = LEAST["organisations"] | {"code": "MOD", "type": "mod", "name_en": "Defence"}
    approve(session, districts=[LEAST["districts"]], organisations=[LEAST["organisations"], mod])
    approve(session, release_areas=records)
    session.commit()
    frame = pd.DataFrame(records).assign(
        month=lambda told: told.effective_date.str[:7],
        has_geometry=lambda told: told.geometry.notna(),
        has_method=lambda told: told.release_method != "undetermined",
        has_depth=lambda told: told.depth_cleared_cm.notna(),
        has_asset=lambda told: told.asset.map(bool),
    )
    searched = frame.release_method.isin(["cleared", "reduced"])
    expected = {
        "release_geometry_pct": (frame, "has_geometry"),
        "release_method_pct": (frame, "has_method"),
        "release_depth_pct": (frame[frame.release_method == "cleared"], "has_depth"),
        "release_asset_pct": (frame[searched], "has_asset"),
    }
    for dimension, column in {"organisation": "organisation", "district": "district_code", "month": "month"}.items():
        answer = ask(by=dimension)
        for name, (asked, says) in expected.items():
            shares = asked.groupby(asked[column].fillna("-"))[says].mean() * 100
            told = {told_of or "-": value for told_of, value in by_value(answer, name).items() if value is not None}
            assert told == pytest.approx(shares.to_dict()), (dimension, name)
            assert of(answer, name)[0] == pytest.approx(asked[says].mean() * 100)


def test_the_organisation_of_a_release_is_the_stated_one_else_that_of_its_task(
    session: Session, ask: Callable[..., dict[str, Any]]
) -> None:
    approve(
        session,
        organisations=[LEAST["organisations"]],
        districts=[LEAST["districts"]],
        tasks=[LEAST["tasks"]],
        release_areas=[release(1, organisation=None, task_code="T-1"), release(2, organisation=None)],
    )
    session.commit()
    assert by_value(ask(), "release_task_pct") == {"ANAMA": 100, None: 0}
    assert of(ask(organisation="-"), "release_task_pct")[1:] == (0, 1)
    assert of(ask(organisation="ANAMA"), "release_task_pct")[1:] == (1, 1)
    assert of(ask(district="-"), "release_task_pct")[1:] == (0, 0)


# --- from work to approval ------------------------------------------------------------------------------------------


def test_the_time_to_approval_is_the_median_of_what_came_by_review(
    session: Session, road: Callable[..., str], ask: Callable[..., dict[str, Any]]
) -> None:
    approve(session, districts=[LEAST["districts"]], organisations=[LEAST["organisations"]])
    approve(session, release_areas=[release(9, effective_date="2026-02-01")])
    session.commit()
    days = ("2026-10-01", "2026-11-10", "2026-11-13", "2026-11-20")
    road("release_areas", collection(*(release(n, effective_date=day) for n, day in enumerate(days))))
    answer = ask()
    median = ((today() - date(2026, 11, 10)).days + (today() - date(2026, 11, 13)).days) / 2
    assert of(answer, "work_to_approval_days") == (median, None, 4)
    assert of(answer, "work_to_sent_days") == (median, None, 4)
    assert of(answer, "sent_to_approval_days") == (0, None, 4)
    assert of(answer, "bulk_loaded")[0] == 1
    november = by_value(ask(by="month"), "work_to_approval_days")
    assert november["2026-10"] == (today() - date(2026, 10, 1)).days
    assert november["2026-11"] == (today() - date(2026, 11, 13)).days
    assert november["2026-02"] is None


def test_a_correction_does_not_move_the_first_approval(
    session: Session, road: Callable[..., str], ask: Callable[..., dict[str, Any]]
) -> None:
    approve(session, districts=[LEAST["districts"]], organisations=[LEAST["organisations"]])
    approve(session, release_areas=[release(1)])
    session.commit()
    road("release_areas", collection(release(1, remarks="corrected")), revision_reason="A remark was missing.")
    answer = ask()
    assert of(answer, "bulk_loaded")[0] == 1  # as it first came, though its correction was reviewed
    assert of(answer, "work_to_approval_days") == (None, None, 0)


# --- without a find -------------------------------------------------------------------------------------------------


def test_cleared_polygons_without_a_find_are_those_of_efficiency(
    client: TestClient, session: Session, ask: Callable[..., dict[str, Any]]
) -> None:
    mod = LEAST["organisations"] | {"code": "MOD", "type": "mod", "name_en": "Defence"}
    find = LEAST["eo_items"] | {"task_code": "T-1", "geometry": shapely.Point(46.9065, 39.6005)}  # in RA-3
    approve(
        session,
        districts=[LEAST["districts"]],
        organisations=[LEAST["organisations"], mod],
        tasks=[LEAST["tasks"]],
        release_areas=[
            release(1),
            release(2, ap_mine=1),
            release(3, task_code="T-1"),
            release(4, organisation="MOD"),
            release(5, release_method="reduced"),
        ],
        eo_items=[find],
    )
    session.commit()
    answer = ask()
    assert of(answer, "cleared_without_find_pct") == (50, 2, 4)
    assert by_value(answer, "cleared_without_find_pct") == {"ANAMA": pytest.approx(100 / 3), "MOD": 100}
    told = client.get("/api/v1/efficiency", params=YEAR | {"by": "organisation"}).json()["rows"]
    shares = {row["scope"]: row["without_find_share_pct"] for row in told}
    assert by_value(answer, "cleared_without_find_pct") == pytest.approx(shares)


# --- open issues ----------------------------------------------------------------------------------------------------


def states(answer: dict[str, Any], rule: str) -> dict[str, int]:
    return {row["state"]: row["issue_count"] for row in answer["issues"] if row["rule"] == rule}


def test_an_issue_is_open_from_its_upload_until_a_correction_settles_it(
    client: TestClient, session: Session, holder: Callable[..., Headers], ask: Callable[..., dict[str, Any]]
) -> None:
    approve(session, districts=[LEAST["districts"]], organisations=[LEAST["organisations"]])
    session.commit()
    analyst, verifier, approver = map(holder, (Role.ANALYST, Role.REGIONAL_VERIFIER, Role.HQ_APPROVER))

    def move(upload_id: str, name: str, person: Headers, **said: str) -> None:
        answer = client.post(
            f"/api/v1/uploads/{upload_id}/{name}", headers=person, json={"accept_warnings": TEXT} | said
        )
        assert answer.status_code == 200, answer.text

    def bring(*features: dict[str, Any], **form: str) -> str:
        return str(send(client, analyst, "release_areas", collection(*features), **form).json()["id"])

    first = bring(release(1, depth_cleared_cm=None), release(2, depth_cleared_cm=None))
    assert states(ask(), "REL-02") == {"in_review": 2}
    waited_at = datetime.now(UTC)
    move(first, "return", verifier, reason="How deep?")
    assert states(ask(), "REL-02") == {"returned": 2}
    second = bring(release(1), release(2, depth_cleared_cm=None), replaces=first)
    assert states(ask(), "REL-02") == {"in_review": 1}
    move(second, "verify", verifier)
    move(second, "approve", approver)
    assert states(ask(), "REL-02") == {"in_records": 1}
    third = bring(release(2), revision_reason="The depth was missing.")
    move(third, "verify", verifier)
    move(third, "approve", approver)
    assert states(ask(), "REL-02") == {}
    assert states(ask(as_known_at=waited_at.isoformat()), "REL-02") == {"in_review": 2}


def test_a_rejected_file_leaves_no_open_issue(
    client: TestClient, holder: Callable[..., Headers], ask: Callable[..., dict[str, Any]]
) -> None:
    faulty = collection(LEAST["release_areas"] | {"release_method": "cleaned"})
    assert send(client, holder(Role.ANALYST), "release_areas", faulty).json()["status"] == "rejected"
    answer = ask()
    assert answer["issues"] == []
    assert of(answer, "open_issues")[0] == 0


def test_issues_are_told_by_organisation_and_age_and_each_opens_its_record(
    client: TestClient, session: Session, road: Callable[..., str], officer: Headers, ask: Callable[..., dict[str, Any]]
) -> None:
    approve(session, districts=[LEAST["districts"]], organisations=[LEAST["organisations"]])
    session.commit()
    road("release_areas", collection(release(1, depth_cleared_cm=None), release(2, organisation=None, asset=None)))
    counted = [row for row in ask()["issues"] if row["rule"] == "REL-02"]
    assert {(row["organisation"], row["age_days"], row["issue_count"]) for row in counted} == {
        ("ANAMA", 7, 1),
        (None, 7, 1),
    }
    listed = client.get(
        "/api/v1/quality/issues", headers=officer, params={"rule": "REL-02", "organisation": "-"}
    ).json()
    assert [(row["code"], row["state"], row["open_days"]) for row in listed] == [("RA-2", "in_records", 0)]
    assert "asset" in listed[0]["message"]
    older = client.get("/api/v1/quality/issues", headers=officer, params={"age": "older"}).json()
    assert older == []


# --- who is told what -----------------------------------------------------------------------------------------------


def test_a_visitor_is_told_of_public_records_only_and_of_no_issue(
    client: TestClient, session: Session, ask: Callable[..., dict[str, Any]], holder: Callable[..., Headers]
) -> None:
    approve(
        session,
        districts=[LEAST["districts"]],
        organisations=[LEAST["organisations"]],
        release_areas=[release(1, depth_cleared_cm=None), release(2, visibility="internal")],
        hazardous_areas=[
            LEAST["hazardous_areas"] | {"contamination_types": ["ap_mine"], "identified_on": "2026-02-01"}
        ],
    )
    session.commit()
    assert of(ask(), "release_depth_pct")[1:] == (1, 2)
    for headers in ({}, holder(Role.PARTNER)):
        answer = ask(headers)
        assert answer["is_public"]
        assert of(answer, "release_depth_pct")[1:] == (0, 1)
        assert of(answer, "hazard_geometry_pct")[2] == 0
        assert "open_issues" not in {row["figure"] for row in answer["figures"]}
    assert client.get("/api/v1/quality/issues").status_code == 401
    assert "Sign in" in client.get("/quality", headers=BROWSER).text
    listed = client.get("/api/v1/quality/records", params=YEAR | {"figure": "cleared_without_find_pct"}).json()
    assert [row["code"] for row in listed] == ["RA-1"]


# --- what each figure opens -----------------------------------------------------------------------------------------


@pytest.fixture
def filled(session: Session, road: Callable[..., str]) -> None:
    """Record two reviewed releases, one loaded in bulk, hazards and finds, each with something missing."""
    approve(
        session,
        districts=[LEAST["districts"]],
        organisations=[LEAST["organisations"]],
        release_areas=[release(9, release_method="undetermined", geometry=None, depth_cleared_cm=None, asset=[])],
        hazardous_areas=[
            LEAST["hazardous_areas"]
            | {"contamination_types": ["unknown"], "identified_on": "2026-02-01", "geometry": None}
        ],
        eo_items=[LEAST["eo_items"] | {"eo_category": "av_mine", "geometry": None}],
    )
    session.commit()
    road("release_areas", collection(release(1, depth_cleared_cm=None, asset=None), release(2)))


@pytest.mark.usefixtures("filled")
def test_a_figure_opens_as_many_records_as_it_says(
    client: TestClient, officer: Headers, ask: Callable[..., dict[str, Any]]
) -> None:
    answer = ask()
    for name in FIGURES.keys() - {"open_issues"}:
        value, part, whole = of(answer, name)
        listed = client.get("/api/v1/quality/records", headers=officer, params=YEAR | {"figure": name}).json()
        if name == "bulk_loaded":
            assert len(listed) == value == 1, name
        elif part is None:
            assert len(listed) == whole == 2, name
            assert {row["elapsed_days"] for row in listed} == {value}, name
        else:
            assert len(listed) == (part if name == "cleared_without_find_pct" else whole - part) > 0, name
        page = client.get("/quality/records", headers=officer | BROWSER, params=YEAR | {"figure": name}).text
        for row in listed:
            assert f"/records/{row['layer']}/{row['code']}" in page, name


@pytest.mark.usefixtures("filled")
def test_the_page_opens_by_every_dimension_in_both_languages(client: TestClient, officer: Headers) -> None:
    for by, language in product(Dimension, LANGUAGES):
        page = client.get("/quality", headers=officer | BROWSER, params=YEAR | {"by": by, "lang": language})
        assert page.status_code == 200, (by, language)
        for figure in FIGURES.values():
            assert figure.title(language) in page.text or figure.name == "bulk_loaded", (by, language)


@pytest.mark.usefixtures("filled")
def test_files_hold_what_the_page_shows(
    client: TestClient, officer: Headers, ask: Callable[..., dict[str, Any]]
) -> None:
    file = client.get("/api/v1/quality", headers=officer, params=YEAR | {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert len(rows) == len(ask()["figures"]) + len(ask()["rows"])
    workbook = client.get("/api/v1/quality/issues", headers=officer, params={"format": "xlsx"})
    assert workbook.content[:2] == b"PK"


def test_a_question_that_cannot_be_answered_is_refused(client: TestClient, officer: Headers) -> None:
    for path, said in [
        ("", {"from": "2026-02-01", "to": "2026-01-01"}),
        ("", {"to": "2030-01-01"}),
        ("/records", {"figure": "open_issues"}),
        ("/records", {"figure": "beauty"}),
        ("/issues", {"age": "12"}),
    ]:
        assert client.get(f"/api/v1/quality{path}", headers=officer, params=said).status_code == 400, (path, said)


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda figure: figure.name)
def test_every_figure_is_worded_in_both_languages(figure: Any) -> None:  # noqa: ANN401 - a figure
    assert figure.en != figure.az
    assert figure.definition_en.endswith(".")
    assert figure.definition_az.endswith(".")


def test_the_page_tells_of_a_change_at_the_next_request(
    client: TestClient, session: Session, road: Callable[..., str], officer: Headers
) -> None:
    approve(session, districts=[LEAST["districts"]], organisations=[LEAST["organisations"]])
    session.commit()

    def missing_depths() -> str:
        page = client.get("/quality", headers=officer | BROWSER, params=YEAR).text
        row = page.split("say how deep was searched.")[1].split("</tr>")[0]
        return " ".join(re.sub(r"<[^>]+>", " ", row).split()[-3:])

    road("release_areas", collection(release(1, depth_cleared_cm=None)))
    assert missing_depths() == missing_depths() == "0.0 1 1"
    road("release_areas", collection(release(2)))
    assert missing_depths() == "50.0 2 1"
