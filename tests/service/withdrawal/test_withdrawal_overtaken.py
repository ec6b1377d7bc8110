"""Uploads that came later: which stand in the way of a withdrawal, and which it overtakes."""

from collections.abc import Callable

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.service.files import Headers, collection, send
from tests.service.records import square
from tests.service.withdrawal.conftest import RELEASE, WIDER, History, is_current, refused


def test_later_uploads_of_the_same_records_are_named(road: Callable[..., str], ask: Callable[..., Response]) -> None:
    first = road("release_areas", collection(RELEASE, RELEASE | {"code": "RA-2", "geometry": square(3, 0)}))
    second = road("release_areas", collection(WIDER))
    third = road("release_areas", collection(WIDER | {"remarks": "once more"}))
    answer = ask(first)
    assert refused(answer) == (409, "later-uploads")
    assert answer.json()["later_uploads"] == [{"id": x, "file_name": "day.geojson"} for x in (second, third)]
    assert f"“day.geojson” ({second})" in answer.json()["detail"]
    assert ask(third).status_code == 201


def test_what_was_withdrawn_later_stands_in_nobodys_way(
    road: Callable[..., str], ask: Callable[..., Response], take_back: Callable[[str], str], known: History
) -> None:
    first = road("release_areas", collection(RELEASE))
    second = road("release_areas", collection(WIDER))
    withdrawal_id = take_back(second)
    last = take_back(first)
    assert [is_current(version) for version in known()] == [False, False, False]
    answer = ask(withdrawal_id)
    assert (refused(answer), [row["id"] for row in answer.json()["later_uploads"]]) == ((409, "later-uploads"), [last])


def test_the_same_content_said_anew_is_a_later_upload(road: Callable[..., str], ask: Callable[..., Response]) -> None:
    first = road("release_areas", collection(RELEASE))
    second = road("release_areas", collection(WIDER))
    third = road("release_areas", collection(RELEASE), revision_reason="The first was right")
    answer = ask(first)
    assert [row["id"] for row in answer.json()["later_uploads"]] == [second, third]


def test_a_withdrawal_that_was_overtaken_is_refused_at_approval(
    road: Callable[..., str], ask: Callable[..., Response], decide: Callable[[str], Response], known: History
) -> None:
    first = road("release_areas", collection(RELEASE))
    withdrawal_id = ask(first).json()["id"]
    second = road("release_areas", collection(WIDER))
    answer = decide(withdrawal_id)
    assert (refused(answer), [row["id"] for row in answer.json()["later_uploads"]]) == (
        (409, "later-uploads"),
        [second],
    )
    assert is_current(known()[-1])


def test_an_upload_that_a_withdrawal_overtook_is_not_approved(
    client: TestClient,
    road: Callable[..., str],
    analyst: Headers,
    take_back: Callable[[str], str],
    decide: Callable[[str], Response],
) -> None:
    first = road("release_areas", collection(RELEASE))
    waiting = send(client, analyst, "release_areas", collection(WIDER)).json()["id"]
    take_back(first)
    assert refused(decide(waiting)) == (409, "wrong-move")
