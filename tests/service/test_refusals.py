"""Refusals as people and programs read them: what happened, whether anything was stored, in both languages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from gis.codelists import Language, Role
from gis.language import LANGUAGES
from service.app import create_app
from service.settings import Settings
from service.validation import WRONG
from tests.service.files import Headers

BROWSER = {"accept": "text/html", "sec-fetch-mode": "navigate"}
NOTHING_LOST: dict[Language, tuple[str, ...]] = {
    "en": ("Nothing was stored.", "Nothing was changed or lost."),
    "az": ("Heç nə saxlanılmadı.", "Heç nə dəyişmədi və itmədi."),
}
LIBRARY_ENGLISH = ("Input should", "valid UUID", "Method Not Allowed", "Internal Server", "parsing", "Field required")


@dataclass(frozen=True)
class Case:
    """A request that is refused, and what its reader is told in English."""

    method: str
    path: str
    status: int
    says: str


CASES = (
    Case("GET", "/nowhere", 404, "There is nothing at this address."),
    Case("GET", "/uploads/xx", 404, "“xx” is not an id."),
    Case("GET", "/uploads/00000000-0000-0000-0000-000000000000", 404, "00000000-0000-0000-0000-000000000000"),
    Case("GET", "/api/v1/reports/xx.html", 404, "“xx” is not an id."),
    Case("GET", "/progress?from=yesterday", 400, "“yesterday” is not a date for “from”."),
    Case("GET", "/uploads?status=eaten", 400, "“eaten” is not known to “status”. Allowed: checking, rejected"),
    Case("GET", "/api/v1/reports?limit=ten", 400, "“ten” is not a whole number for “limit”."),
    Case("GET", "/api/v1/reports?limit=0", 400, "“limit” is “0”, and must be at least 1."),
    Case("GET", "/api/v1/reports?district=%00", 400, "a character that is in no text"),
    Case("GET", "/tiles/tasks/3/1/1.mvt?task=%00", 400, "a character that is in no text"),
    Case("DELETE", "/uploads", 405, "This address takes no DELETE request."),
    Case("POST", "/reports/weekly/2026-W46", 403, "does not permit this"),
)


def ask(client: TestClient, case: Case, language: Language, headers: Headers) -> Response:
    sent = headers | {"accept-language": language}
    data = {"week": "2026-W46"} if case.method == "POST" else None
    return client.request(case.method, case.path, headers=sent, data=data)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.method} {case.path}")
def test_a_refusal_says_what_happened_and_that_nothing_was_lost(
    client: TestClient, holder: Callable[..., Headers], case: Case
) -> None:
    headers = holder(Role.HQ_APPROVER) | BROWSER
    for language in LANGUAGES:
        answer = ask(client, case, language, headers)
        assert answer.status_code == case.status
        assert answer.headers["content-type"].startswith("text/html")
        assert f'<html lang="{language}">' in answer.text
        assert any(words in answer.text for words in NOTHING_LOST[language])
        assert (case.says in answer.text) == (language == "en" or case.says in case.path)
        assert not [words for words in LIBRARY_ENGLISH if words in answer.text]


def test_programs_are_answered_with_a_document_whatever_the_address(client: TestClient) -> None:
    for path in ("/api/v1/reports/xx.html", "/uploads/xx", "/nowhere"):
        answer = client.get(path, headers={"accept": "*/*"})
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_what_an_address_takes_instead_is_named(client: TestClient) -> None:
    answer = client.delete("/reports")
    assert answer.status_code == 405
    assert {"GET", "POST"} & set(answer.headers["allow"].split(", "))


def test_a_body_that_is_not_what_it_says_is_told_without_a_librarys_words(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    sent = {"content-type": "multipart/form-data"}
    answer = client.post("/api/v1/uploads", headers=holder(Role.ANALYST) | sent, content=b"without a boundary")
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/unreadable-request")


def test_who_is_not_signed_in_any_more_is_led_to_sign_in_and_back(client: TestClient) -> None:
    path = "/reports/weekly/2026-W46"
    came_from = f"{client.base_url}{path}"
    answer = client.post(path, data={"as_known_at": "2026-11-16T08:00:00Z"}, headers=BROWSER | {"referer": came_from})
    assert answer.status_code == 401
    assert "Nothing was stored" in answer.text
    assert "/sign-in?next=" in answer.text
    assert "weekly" in answer.text.split("/sign-in?next=", 1)[1][:60]


@pytest.fixture
def without_database() -> Iterator[TestClient]:
    """Give a browser before a service whose database is gone."""
    app: FastAPI = create_app(Settings(_env_file=None, DATABASE_URL="postgresql://nobody@127.0.0.1:9/nothing"))
    with TestClient(app, headers=BROWSER) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/", "/map", "/reports", "/sign-in", "/review", "/uploads/xx", "/tiles/districts/0/0/0.mvt"]
)
def test_without_its_database_a_page_says_that_nothing_is_lost(without_database: TestClient, path: str) -> None:
    english, azerbaijani = (without_database.get(path, params={"lang": language}) for language in LANGUAGES)
    assert english.status_code == azerbaijani.status_code == 503
    assert "The database does not answer." in english.text
    assert "nothing that was stored before is lost" in english.text
    assert "Verilənlər bazası cavab vermir." in azerbaijani.text


def test_everything_that_validation_finds_is_said_in_both_languages() -> None:
    for kind, words in WRONG:
        assert set(words) == {"en", "az"}, kind
        assert words["en"] != words["az"] or kind == "value_error"
