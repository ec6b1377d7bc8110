"""The pages of withdrawals and of what they took back."""

from collections.abc import Callable

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.service.files import Headers, collection
from tests.service.withdrawal.conftest import FAR, RELEASE, WHY, WIDER


def test_who_may_is_offered_to_withdraw_an_approved_upload_and_is_led_to_the_withdrawal(
    client: TestClient, road: Callable[..., str], analyst: Headers, approver: Headers, decide: Callable[[str], Response]
) -> None:
    upload_id = road("release_areas", collection(RELEASE))
    address = f"/uploads/{upload_id}"
    assert ">Withdraw</button>" not in client.get(address, headers=analyst).text
    assert ">Withdraw</button>" in client.get(address, headers=approver).text
    sent = client.post(address, headers=approver, data={"to": "withdrawn", "reason": WHY}, follow_redirects=False)
    withdrawal = sent.headers["location"]
    page = client.get(withdrawal, headers=approver).text
    assert "Withdrawal of day.geojson" in page
    assert f'href="{address}">day.geojson</a>' in page
    assert "1 record is taken back: nothing was known of it before." in page
    page = client.get(address, headers=approver).text
    assert "Its withdrawal waits for review." in page
    assert ">Withdraw</button>" not in page
    decide(withdrawal.removeprefix("/uploads/"))
    page = client.get(address, headers=approver).text
    assert "Taken back: its records do not count any more." in page
    assert f'href="{withdrawal}"' in page


def test_a_withdrawal_shows_what_comes_back_beside_what_goes(
    client: TestClient, road: Callable[..., str], ask: Callable[..., Response], analyst: Headers
) -> None:
    road("release_areas", collection(RELEASE | {"remarks": "north"}))
    upload_id = road("release_areas", collection(WIDER | {"remarks": "south"}, RELEASE | {"code": "RA-2"} | FAR))
    address = f"/uploads/{ask(upload_id).json()['id']}"
    page = client.get(address, headers=analyst).text
    assert "1 record returns to an earlier version." in page
    assert "<del>south</del>" in page
    assert "<ins>north</ins>" in page
    shapes = client.get(f"{address}/features.geojson", headers=analyst).json()["features"]
    assert {s["properties"]["code"]: s["properties"]["change"] for s in shapes} == {
        "RA-1": "changed",
        "RA-2": "withdrawn",
    }
    assert "Withdrawal of day.geojson" in client.get("/review", headers=analyst).text


def test_a_refused_withdrawal_names_the_later_uploads_on_the_page(
    client: TestClient, road: Callable[..., str], approver: Headers
) -> None:
    first = road("release_areas", collection(RELEASE))
    later = road("release_areas", collection(WIDER))
    answer = client.post(f"/uploads/{first}", headers=approver, data={"to": "withdrawn", "reason": WHY})
    assert answer.status_code == 409
    assert later in answer.text


def test_the_page_of_a_withdrawn_record_opens_with_its_history(
    client: TestClient, road: Callable[..., str], take_back: Callable[[str], str], analyst: Headers
) -> None:
    road("release_areas", collection(RELEASE))
    withdrawal_id = take_back(road("release_areas", collection(RELEASE | {"code": "RA-2"} | FAR)))
    for language, words in (
        ("en", "Withdrawn: nothing is recorded under this code now."),
        ("az", "hazırda bu kodla heç nə qeydə alınmayıb."),
    ):
        address = f"/records/release_areas/RA-2?lang={language}"
        page = client.get(address, headers=analyst).text
        assert words in page
        assert WHY in page
        assert f'href="/uploads/{withdrawal_id}"' in page
        public = client.get(address).text
        assert "Headquarters approver" not in public
        assert f"/uploads/{withdrawal_id}" not in public


def test_the_page_of_a_record_shows_what_each_version_changed(client: TestClient, road: Callable[..., str]) -> None:
    road("release_areas", collection(RELEASE))
    road("release_areas", collection(WIDER | {"remarks": "south"}))
    page = client.get("/records/release_areas/RA-1").text
    assert "2 versions; the latest holds." in page
    assert "<ins>south</ins>" in page
    assert "<del>9,536</del>" in page
    assert client.get("/records/release_areas/RA-9").status_code == 404
