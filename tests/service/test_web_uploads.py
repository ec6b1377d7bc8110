"""Uploads and their review on the pages: what the forms do, and what is shown of a file."""

import re
from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.web.upload_issues import FIRST, PAGE
from tests.service.files import LEAST, Headers, collection
from tests.service.forms import address_of, send_form, sign_in
from tests.service.records import approve, square


def release_area(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a field may hold
    return LEAST["release_areas"] | changes


def test_a_form_without_the_token_of_the_session_stores_nothing(client: TestClient, session: Session) -> None:
    sign_in(client, session, Role.ANALYST)
    files = {"file": ("day.geojson", collection(release_area()), "application/geo+json")}
    answer = client.post("/uploads/new", data={"layer": "release_areas", "mode": "submit"}, files=files)
    assert answer.status_code == 403
    assert "No uploads here yet" in client.get("/uploads").text


def test_a_file_from_nobody_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/uploads/new", content=b"not even a form", headers={"cookie": "landrelease_8000=forged"})
    assert answer.status_code == 401


def test_a_rejected_file_says_which_feature_is_wrong_and_why(client: TestClient, session: Session) -> None:
    sign_in(client, session, Role.ANALYST)
    page = send_form(client, collection(release_area(), release_area(code="RA-2", release_method="cleaned")))
    assert "Rejected: nothing of it goes to review." in page
    assert "Feature 2 (RA-2)." in page
    assert "<code>cleaned</code>" in page


def test_a_check_stores_nothing_but_its_result(client: TestClient, session: Session) -> None:
    sign_in(client, session, Role.ANALYST)
    page = send_form(client, collection(release_area()), mode="check")
    assert "Checked: the file can be sent for review." in page
    assert "No uploads here yet" in client.get("/uploads").text


def test_of_many_issues_of_a_kind_the_first_are_shown_and_all_can_be_read(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    headers = holder(Role.ANALYST)
    count = PAGE + 7
    faulty = [release_area(code=f"RA-{n}", release_method="cleaned", geometry=square(n, 0)) for n in range(count)]
    page = send_form(client, collection(*faulty), headers=headers)
    assert page.count("<code>cleaned</code>") == FIRST
    assert f"All {count} of this kind" in page
    found = re.search(r'href="(/uploads/[^"]+kind=[^"#]+)part=1#issues"', page)
    assert found
    parts = [client.get(f"{found[1]}part={part}".replace("&amp;", "&"), headers=headers).text for part in (1, 2)]
    assert [part.count("<code>cleaned</code>") for part in parts] == [PAGE, 7]
    assert "Page 2 of 2" in parts[1]


def test_an_upload_is_verified_and_approved_on_its_page(client: TestClient, holder: Callable[..., Headers]) -> None:
    analyst, verifier, approver = map(holder, (Role.ANALYST, Role.REGIONAL_VERIFIER, Role.HQ_APPROVER))
    address = address_of(send_form(client, collection(release_area()), headers=analyst))
    accepted = {"rule": "*", "acceptance": "Looked at on the map."}
    assert ">Verify</button>" in client.get(address, headers=verifier).text
    client.post(address, headers=verifier, data={"to": "regional_verified", **accepted})
    page = client.post(address, headers=approver, data={"to": "hq_approved", **accepted}).text
    assert "Approved: its records count in every figure." in page
    assert "Looked at on the map." in page
    assert re.search(r"0\.95\d\d", client.get("/progress?from=2026-11-16&to=2026-11-21").text)


def test_a_refused_decision_is_said_above_the_page_and_changes_nothing(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    analyst, verifier = holder(Role.ANALYST), holder(Role.REGIONAL_VERIFIER)
    address = address_of(send_form(client, collection(release_area()), headers=analyst))
    answer = client.post(address, headers=verifier, data={"to": "returned", "reason": " "})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "Waits to be verified by the region." in client.get(address, headers=verifier).text


def test_a_returned_upload_gives_the_reason_and_takes_the_mended_file(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    analyst, verifier = holder(Role.ANALYST), holder(Role.REGIONAL_VERIFIER)
    address = address_of(send_form(client, collection(release_area()), headers=analyst))
    client.post(address, headers=verifier, data={"to": "returned", "reason": "The outline lies across the road."})
    page = client.get(address, headers=analyst).text
    assert "The outline lies across the road." in page
    assert f"/uploads/new?replaces={address.removeprefix('/uploads/')}" in page


def test_the_author_is_offered_to_withdraw_and_not_to_decide(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    headers = holder(Role.HQ_APPROVER)
    page = send_form(client, collection(release_area()), headers=headers)
    assert ">Withdraw</button>" in page
    assert ">Verify</button>" not in page


def test_a_changed_record_is_shown_old_beside_new(
    client: TestClient, session: Session, holder: Callable[..., Headers]
) -> None:
    approve(session, release_areas=[release_area(remarks="north")])
    page = send_form(
        client, collection(release_area(remarks="south", geometry=square(0, 0, width=2))), headers=holder(Role.ANALYST)
    )
    assert "<del>north</del>" in page
    assert "<ins>south</ins>" in page
    assert re.search(r"Outline, m².*?<del>9,\d{3}</del>.*?<ins>1[89],\d{3}</ins>", page, re.DOTALL)


def test_the_small_map_is_given_shapes_with_their_gravest_issue(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    headers = holder(Role.ANALYST)
    faulty = release_area(code="RA-2", release_method="cleaned", geometry=square(5, 0))
    address = address_of(send_form(client, collection(release_area(), faulty), headers=headers))
    shapes = client.get(f"{address}/features.geojson", headers=headers).json()["features"]
    severities = {
        shape["properties"]["code"]: shape["properties"]["severity"]
        for shape in shapes
        if "code" in shape["properties"]
    }
    assert severities["RA-2"] == "error"
    assert severities["RA-1"] != "error"


def test_the_queue_shows_what_waits_with_its_area_as_drawn(client: TestClient, holder: Callable[..., Headers]) -> None:
    headers = holder(Role.ANALYST)
    send_form(client, collection(release_area()), headers=headers)
    page = client.get("/review", headers=headers).text
    assert "day.geojson" in page
    assert re.search(r">9,\d{3}<", page)
