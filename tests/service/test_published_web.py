"""Published figures over HTTP and on their pages, and a file of them that is sent."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Role
from seeds import published_figures as press
from service.accounts.flow import local_administrator
from service.published.flow import import_published
from tests.service.files import Headers
from tests.service.published import ABOUT, HEADER, TODAY, WEEK, take_in


@pytest.fixture
def ask(session: Session, client: TestClient) -> Callable[..., Any]:
    """Give what asks for published figures of the press, `ask(kind="week")`."""
    import_published(session, press(), actor=local_administrator(session), today=TODAY)
    session.commit()
    return lambda **asked: client.get("/api/v1/published-figures", params=asked)


def test_figures_are_given_by_kind_and_year_with_their_digits(ask: Callable[..., Any]) -> None:
    (row,) = ask(kind="cumulative").json()
    assert (row["area"], row["area_unit"], row["precision"]) == ("9568.1", "ha", "rounded")
    assert [row["key"] for row in ask(kind="year", year=2025).json()] == ["all"]
    assert ask(kind="year", format="csv").text.count("\n") == 5
    assert ask(kind="decade").status_code == 400


@pytest.mark.parametrize(("language", "told"), [("en", "October 2025"), ("az", "Oktyabr 2025")])
def test_the_page_lists_figures_with_their_sources(
    ask: Callable[..., Any], client: TestClient, language: str, told: str
) -> None:
    assert ask().status_code == 200
    page = client.get("/published", params={"kind": "month", "year": "2025", "lang": language}).text
    assert 'href="https://news.day.az/azerinews/1794370.html"' in page
    assert ("12,298" if language == "en" else "12\xa0298") in page
    assert told in page
    assert "1,693.4" not in page


@pytest.mark.parametrize(("language", "told"), [("en", "Read from another page"), ("az", "Geri götürülüb")])
def test_a_withdrawal_on_the_page_is_told_with_its_reason(
    ask: Callable[..., Any], client: TestClient, holder: Callable[..., Headers], language: str, told: str
) -> None:
    (row,) = ask(kind="cumulative").json()
    page, officer = f"/published/{row['id']}", holder(Role.REPORT_OFFICER)
    assert "<textarea" not in client.get(page).text
    assert "<textarea" in client.get(page, headers=officer).text
    reason = {"reason": "Read from another page"}
    assert client.post(f"{page}/withdrawal", data=reason, follow_redirects=False).status_code == 401
    client.post(f"{page}/withdrawal", data=reason, headers=officer)
    assert told in client.get(page, params={"lang": language}).text
    assert "Read from another page" in client.get("/published", params={"lang": language}).text
    assert ask(kind="cumulative").json() == []


def test_a_program_withdraws_and_reads_the_history(
    ask: Callable[..., Any], client: TestClient, holder: Callable[..., Headers]
) -> None:
    (row,) = ask(kind="cumulative").json()
    address = f"/api/v1/published-figures/{row['id']}"
    officer = holder(Role.REPORT_OFFICER)
    assert client.post(f"{address}/withdrawal", json={"reason": ""}, headers=officer).status_code == 400
    told = client.post(f"{address}/withdrawal", json={"reason": "Read wrongly"}, headers=officer).json()
    assert (told["figure"], told["reason"]) == (row, "Read wrongly")
    (version,) = client.get(f"{address}/history").json()
    assert (version["withdrawn_at"], version["withdrawn_by"]) == (told["withdrawn_at"], None)
    assert client.post(f"{address}/withdrawal", json={"reason": "Again"}, headers=officer).status_code == 409


def test_an_empty_page_says_how_to_fill_it(client: TestClient, holder: Callable[..., Headers]) -> None:
    assert "A report officer imports a file of them." in client.get("/published").text
    assert 'href="/published/import"' in client.get("/published", headers=holder(Role.REPORT_OFFICER)).text


# --- a file that is sent ------------------------------------------------------------------------------------------


SATURDAY = "week\t2021-10-04\t2021-10-09\tall\t28\t2\t35\t18.9\t\thttps://example.az/s\t\n"


BAD = WEEK.replace("143", "a hundred")


def sent(*rows: str) -> dict[str, tuple[str, bytes]]:
    return {"file": ("october.tsv", (HEADER + "".join(rows)).encode())}


@pytest.fixture
def officer(holder: Callable[..., Headers]) -> Headers:
    return holder(Role.REPORT_OFFICER)


def test_a_program_looks_first_and_then_imports(client: TestClient, officer: Headers) -> None:
    def send(mode: str) -> tuple[int, dict[str, int]]:
        answer = client.post("/api/v1/published-figures", files=sent(WEEK, ABOUT), data={"mode": mode}, headers=officer)
        return answer.status_code, answer.json()

    told = {"new_count": 2, "corrected_count": 0, "unchanged_count": 0}
    assert send("check") == (200, told)
    assert client.get("/api/v1/published-figures").json() == []
    assert send("submit") == (201, told)
    assert send("check") == (200, told | {"new_count": 0, "unchanged_count": 2})
    assert len(client.get("/api/v1/published-figures").json()) == 2


def test_a_program_is_told_each_wrong_line_in_both_languages(client: TestClient, officer: Headers) -> None:
    answer = client.post("/api/v1/published-figures", files=sent(WEEK, ABOUT, BAD), headers=officer)
    assert answer.status_code == 400
    (fault,) = answer.json()["faults"]
    assert fault["line"] == 4
    assert "“a hundred” in “ap_mines” is not a number" in fault["en"]
    assert fault["az"] != fault["en"]
    assert client.get("/api/v1/published-figures").json() == []


@pytest.mark.parametrize("path", ["/api/v1/published-figures", "/published/import/look"])
def test_only_who_may_cite_figures_sends_a_file(client: TestClient, holder: Callable[..., Headers], path: str) -> None:
    assert client.post(path, files=sent(WEEK), follow_redirects=False).status_code == 401
    assert client.post(path, files=sent(WEEK), headers=holder(Role.ANALYST)).status_code == 403


@pytest.mark.parametrize(("language", "told"), [("en", "Import 2 figures"), ("az", "2 göstəricini idxal et")])
def test_on_the_page_a_file_is_looked_at_and_then_imported_as_it_was_seen(
    client: TestClient, officer: Headers, language: str, told: str
) -> None:
    asked = {"lang": language}
    looked = client.post("/published/import/look", params=asked, files=sent(SATURDAY, WEEK), headers=officer).text
    assert told in looked
    days = "4–9 October 2021" if language == "en" else "04.10.2021–09.10.2021"
    assert days in looked
    assert client.get("/api/v1/published-figures").json() == []
    content = unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", looked, re.DOTALL)[1])  # type: ignore[index] # is there
    done = client.post("/published/import", data={"content": content.replace("\n", "\r\n")}, headers=officer)
    assert len(client.get("/api/v1/published-figures").json()) == 2
    assert 'role="status"' in done.text
    assert days in done.text


@pytest.mark.parametrize(("language", "told"), [("en", "Line 3"), ("az", "Sətir 3")])
def test_on_the_page_every_wrong_line_is_named_and_nothing_is_kept(
    client: TestClient, officer: Headers, language: str, told: str
) -> None:
    rows = sent(WEEK, ABOUT.replace("2020-11-10", "10.11.2020"), BAD)
    answer = client.post("/published/import/look", params={"lang": language}, files=rows, headers=officer)
    assert answer.status_code == 400
    page = unescape(answer.text)
    assert told in page
    assert page.partition('role="alert"')[2].partition("</section>")[0].count("<li>") == 2
    assert 'name="content"' not in page
    assert client.get("/api/v1/published-figures").json() == []


def test_a_file_with_nothing_new_has_nothing_to_import(client: TestClient, session: Session, officer: Headers) -> None:
    take_in(session, WEEK)
    session.commit()
    page = client.post("/published/import/look", files=sent(WEEK), headers=officer).text
    assert "there is nothing to import" in page
    assert 'name="content"' not in page
