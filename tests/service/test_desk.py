"""The pages on which an analyst understands, corrects and sends a file, and a newcomer tries one."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
import shapely
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.tables import upload_work
from service.uploads.work import Stage
from tests.service.files import LEAST, Headers, collection
from tests.service.records import approve, square

CROSSING = shapely.Polygon([(46.95, 39.65), (46.951, 39.651), (46.951, 39.65), (46.95, 39.651)])


def checked(client: TestClient, headers: Headers | None, content: bytes, *, name: str = "day.geojson") -> str:
    """Send a file to be checked, without an account by the page for that, and give the path of its page."""
    path = "/uploads/new" if headers else "/try"
    mode = {"mode": "check"} if headers else {}
    data = {"layer": "release_areas", "crs": "", "revision_reason": "", **mode}
    answer = client.post(path, headers=headers, files={"file": (name, content)}, data=data, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def release_area(**changes: object) -> dict[str, object]:
    return LEAST["release_areas"] | changes


def page_of(client: TestClient, path: str, headers: Headers | None = None) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


def post(client: TestClient, path: str, headers: Headers | None, **data: object) -> str:
    """Send a form, follow where it leads, and give the page."""
    answer = client.post(path, headers=headers, data=data)
    assert answer.status_code == 200, answer.text
    return answer.text


# --- how a file was read, and what it leaves open -----------------------------------------------------------------


def test_every_column_is_shown_with_its_values_what_it_became_and_why(client: TestClient, analyst: Headers) -> None:
    table = "Kod,Tarix,Üsul,Sahə (ha),Qeyd,Kontur\nRA-1,12.11.2026,cleared,0.95,,{}\n".format(f'"{square(0, 0).wkt}"')
    page = page_of(client, checked(client, analyst, table.encode(), name="day.csv"), analyst)
    rows = {
        name: re.sub(r"<select.*?</select>", lambda select: _chosen(select[0]), row, flags=re.DOTALL)
        for name, row in re.findall(r'id="column-name-\d+">([^<]+)</th>(.*?)</tr>', page, re.DOTALL)
    }
    assert list(rows)[:5] == ["Kod", "Tarix", "Üsul", "Sahə (ha)", "Qeyd"]
    assert "RA-1" in rows["Kod"]
    assert "[code]" in rows["Kod"]
    assert "[area_reported_m2]" in rows["Sahə (ha)"]
    assert "[ha]" in rows["Sahə (ha)"]
    assert "a known name" in rows["Sahə (ha)"]


def _chosen(select: str) -> str:
    found = re.search(r'value="([^"]*)" selected', select)
    return f"[{found[1] if found else ''}]"


def test_an_unknown_coordinate_system_is_asked_with_candidates_and_read_anew_when_it_is_said(
    client: TestClient, analyst: Headers
) -> None:
    utm = shapely.Polygon([(663259, 4385145), (663345, 4385147), (663343, 4385258), (663257, 4385256)])
    content = f'code,release_method,effective_date,wkt\nRA-1,cleared,2026-11-12,"{utm.wkt}"\n'.encode()
    path = checked(client, analyst, content, name="utm.csv")
    page = page_of(client, path, analyst)
    assert "Checked: the file leaves questions open." in page
    assert 'name="crs" value="EPSG:32638"' in page
    assert "data-candidates=" in page
    again = post(client, f"{path}/answers", analyst, crs="EPSG:32638")
    assert "the file leaves questions open" not in again
    assert "as was answered" in again
    other = post(client, f"{path}/answers", analyst, crs="other", crs_number="32638")
    assert "as was answered" in other


def test_an_answer_without_a_meaning_is_refused_above_the_page(client: TestClient, analyst: Headers) -> None:
    path = checked(client, analyst, collection(release_area()))
    answer = client.post(f"{path}/answers", headers=analyst, data={"crs": "other", "crs_number": "UTM"})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "Nothing was stored." in answer.text


def test_only_who_may_upload_answers_and_the_bytes_are_not_asked_again(
    client: TestClient, holder: Callable[..., Headers], analyst: Headers
) -> None:
    path = checked(client, analyst, collection(release_area()))
    verifier = holder(Role.REGIONAL_VERIFIER)
    assert 'form="answers"' not in page_of(client, path, verifier)
    assert client.post(f"{path}/answers", headers=verifier, data={}).status_code == 403


def test_answers_are_kept_for_files_like_it(client: TestClient, analyst: Headers) -> None:
    table = f'Nömrə X,Tarix,Üsul adı,Kontur\nRA-1,12.11.2026,cleared,"{square(0, 0).wkt}"\n'
    path = checked(client, analyst, table.encode(), name="day.csv")
    told = post(client, f"{path}/answers", analyst, **{"column-0": "code", "column-2": "release_method"})
    found = re.search(r'action="(/uploads/[^"]+/mapping)"', told)
    assert found, told
    assert "Kept. Files with these columns" in post(client, found[1], analyst, organisation="")
    again = page_of(client, checked(client, analyst, table.encode(), name="next.csv"), analyst)
    assert "as it was saved for files like it" in again


def test_square_metres_by_method_side_by_side_are_shown_as_releases_of_their_own(
    client: TestClient, analyst: Headers
) -> None:
    table = f'Kod,Tarix,cleared_m2,reduced_m2,Kontur\nRA-1,12.11.2026,5000,4000,"{square(0, 0).wkt}"\n'
    page = page_of(client, checked(client, analyst, table.encode(), name="wide.csv"), analyst)
    assert "<dt>cleared_m2</dt><dd>each number a release of its own, Cleared, split by number only</dd>" in page
    assert "RA-1-cleared" in page


# --- sending what was checked -------------------------------------------------------------------------------------


def test_what_was_checked_is_sent_without_being_sent_again(client: TestClient, analyst: Headers) -> None:
    path = checked(client, analyst, collection(release_area()))
    assert "Waits to be verified by the region." in post(client, f"{path}/submission", analyst)


def test_features_with_errors_are_left_out_when_that_is_said(client: TestClient, analyst: Headers) -> None:
    content = collection(release_area(), release_area(code="RA-2", geometry=CROSSING))
    path = checked(client, analyst, content)
    assert "Leave out the 1 feature with errors" in page_of(client, path, analyst)
    assert "Rejected: nothing of it goes to review." in post(client, f"{path}/submission", analyst)
    assert "Waits to be verified by the region." in post(client, f"{path}/submission", analyst, partial="true")


def test_a_reason_is_asked_where_known_records_change(client: TestClient, session: Session, analyst: Headers) -> None:
    approve(session, release_areas=[release_area(remarks="north")])
    path = checked(client, analyst, collection(release_area(remarks="south")))
    page = page_of(client, path, analyst)
    assert "Checked: only the reason is missing why known records change." in page
    assert "The file holds codes that are already recorded with other content." in page
    sent = post(client, f"{path}/submission", analyst, revision_reason="The remark was of another area.")
    assert "Waits to be verified by the region." in sent


# --- the decision -------------------------------------------------------------------------------------------------


def test_what_a_reviewer_wrote_stands_again_after_a_refusal(
    client: TestClient, analyst: Headers, holder: Callable[..., Headers]
) -> None:
    path = checked(client, analyst, collection(release_area(organisation="NEW-ORG")))
    sent = client.post(f"{path}/submission", headers=analyst)
    said = {"to": "regional_verified", "rule": "IMP-01", "acceptance": "They begin in May.", "reason": "Looked at."}
    refusal = client.post(sent.url.path, headers=holder(Role.REGIONAL_VERIFIER), data=said)
    assert refusal.status_code == 409
    assert "<strong>IMP-01</strong> Values, codes and links are known (1)" in refusal.text
    assert re.findall(r"<textarea[^>]*>([^<]+)</textarea>", refusal.text) == ["They begin in May.", "Looked at."]


# --- repairs ------------------------------------------------------------------------------------------------------


def test_a_repair_is_proposed_with_a_picture_and_its_areas_and_made_only_when_chosen(
    client: TestClient, analyst: Headers
) -> None:
    path = checked(client, analyst, collection(release_area(geometry=CROSSING), release_area(code="RA-2")))
    page = page_of(client, path, analyst)
    section = re.search(r'<section id="repairs".*?</section>', page, re.DOTALL)
    assert section
    assert section[0].count("<svg") == 1
    assert re.search(r"0 → 4,7\d\d m² <b>\(\+4,7\d\d m²\)</b>", section[0])
    assert "the area of one changes by more than 1 m²" in section[0]
    assert "the area of one changes" in post(client, f"{path}/answers", analyst, repair_asked="make_valid")
    mended = post(client, f"{path}/answers", analyst, repair_asked="make_valid", repair_kind="make_valid")
    assert "Checked: the file can be sent for review." in mended
    assert re.search(r"made valid, as asked: .*4,7\d\d m² after", mended)
    single = {"repair_asked": "make_valid", "repair-make_valid-0": "make"}
    assert "Checked: the file can be sent for review." in post(client, f"{path}/answers", analyst, **single)


# --- work that takes long -----------------------------------------------------------------------------------------


@pytest.fixture
def under_way(app: FastAPI, client: TestClient, session: Session, analyst: Headers) -> str:
    """Give the page of an upload that is being worked on: 250,000 of a million features are read after ten seconds."""
    app.state.settings = app.state.settings.model_copy(update={"queue_bytes": 0})
    path = checked(client, analyst, collection(*(release_area(code=f"RA-{n}") for n in range(5_001))))
    now = "2026-11-21 08:00:10+00"
    progress = {"stage": Stage.READING, "done_count": 250_000, "total_count": 1_000_000}
    times = {"started_at": "2026-11-21 08:00:00+00", "changed_at": now}
    session.execute(update(upload_work).values(progress | times))
    session.commit()
    return path


def test_progress_is_shown_and_told_aloud_only_as_it_changes(
    client: TestClient, analyst: Headers, under_way: str
) -> None:
    page = page_of(client, under_way, analyst)
    assert "The file is being worked through" in page
    assert "What was found" not in page
    part = page_of(client, f"{under_way}/work", analyst)
    assert "250,000" in part
    assert "/ 1,000,000" in part
    assert re.search(r'<progress max="1" value="0\.150"', part)
    assert "about 57 s" in part
    mark = re.search(r"said=([a-z]+-\d+)", part)
    assert mark
    assert mark[1] == "reading-10"
    assert 'role="status"' in part
    assert 'role="status"' not in page_of(client, f"{under_way}/work?said={mark[1]}", analyst)


def test_work_is_stopped_from_the_page_which_says_that_nothing_was_stored(
    client: TestClient, analyst: Headers, under_way: str
) -> None:
    stopped = post(client, f"{under_way}/cancel", analyst)
    assert "Stopped before the file was worked through." in stopped
    assert "Nothing of it was stored but the file itself." in stopped
    over = client.get(f"{under_way}/work", headers=analyst)
    assert over.headers["hx-refresh"] == "true"
    assert "The file is being worked through" in post(client, f"{under_way}/answers", analyst)


# --- trying without an account ------------------------------------------------------------------------------------


def test_anybody_tries_a_file_and_only_the_address_leads_to_the_result(client: TestClient, analyst: Headers) -> None:
    path = checked(client, None, collection(release_area(geometry=CROSSING)))
    page = page_of(client, path)
    assert "Sign in to send it" in page
    assert "crosses or touches itself" in page
    assert "Send it for review" not in page
    assert "day.geojson" not in page_of(client, "/uploads", analyst)
    again = post(client, f"{path}/answers", None, repair_asked="make_valid", repair_kind="make_valid")
    assert "Checked: the file can be sent for review." in again


def test_a_trial_is_sent_by_who_signs_in(client: TestClient, analyst: Headers) -> None:
    path = checked(client, None, collection(release_area()))
    assert client.post(f"{path}/submission", data={}).status_code == 401
    assert "Waits to be verified by the region." in post(client, f"{path}/submission", analyst)


def test_what_others_checked_stays_unseen_without_an_account(client: TestClient, analyst: Headers) -> None:
    path = checked(client, analyst, collection(release_area()))
    for address in (path, f"{path}/work", f"{path}/features.geojson"):
        assert client.get(address).status_code == 401
    assert client.post(f"{path}/answers", data={}).status_code == 401
    assert client.get(f"/uploads/{UUID(int=0)}").status_code == 401


def test_a_trial_that_is_too_large_or_from_another_site_is_refused_before_it_is_read(client: TestClient) -> None:
    large = client.post("/try", content=b"", headers={"content-length": "99000000"})
    assert large.status_code == 413
    unsaid = client.post("/try", content=iter([b"of no stated length"]))
    assert unsaid.status_code == 413
    assert client.post("/try", content=b"", headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_a_trial_tells_nothing_of_records_that_are_hidden_from_the_public(
    client: TestClient, session: Session, analyst: Headers
) -> None:
    hidden = {"remarks": "of the depot", "visibility": "internal"}
    approve(
        session,
        districts=[LEAST["districts"]],
        release_areas=[
            release_area(code="RA-3", geometry=square(20, 0), **hidden),
            release_area(code="RA-4", **hidden),
        ],
    )
    guessed = release_area(code="RA-3", remarks="guessed", geometry=square(20, 0))
    content = collection(guessed, release_area(code="RA-5", geometry=square(0.5, 0)))
    told = ("of the depot", "is known, version 1", "RA-4")
    seen = page_of(client, checked(client, analyst, content), analyst)
    assert [words in seen for words in told] == [True, True, True]
    tried = page_of(client, checked(client, None, content))
    assert [words in tried for words in told] == [False, False, False]
