"""The bar of every page: where the reader is, the same page in another language, and the way back from a refusal."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from gis.codelists import Role
from tests.service.files import Headers

BROWSER = {"accept": "text/html"}


def current(page: str) -> list[str]:
    """Give the links of the bar that are marked as open."""
    return re.findall(r'<a href="([^"]+)" aria-current', page)


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/", []),
        ("/map", ["/map"]),
        ("/progress", ["/progress", "/progress"]),
        ("/stock", ["/progress", "/stock"]),
        ("/tasks", ["/progress", "/tasks"]),
        ("/try", ["/uploads", "/try"]),
        ("/rules", ["/uploads", "/rules"]),
        ("/reports", ["/reports"] * 3),  # the last is the choice of all kinds
        ("/bulletins", ["/reports", "/bulletins"]),
        ("/published", ["/reports", "/published"]),
    ],
)
def test_the_bar_marks_the_place_and_the_page_within_it(client: TestClient, path: str, marked: list[str]) -> None:
    assert current(client.get(path).text) == marked


def test_who_is_signed_in_finds_the_queue_and_the_quality_of_data_under_review(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    page = client.get("/review", headers=holder(Role.HQ_APPROVER)).text
    assert current(page) == ["/review", "/review"]
    assert '<a href="/quality">' in page


def test_another_language_keeps_the_page_and_its_question(client: TestClient) -> None:
    page = client.get("/progress?from=2026-11-02&to=2026-11-08&by=week").text
    assert 'href="/progress?from=2026-11-02&amp;to=2026-11-08&amp;by=week&amp;lang=az"' in page


def test_another_language_after_a_refused_form_opens_the_page_of_the_form(client: TestClient) -> None:
    came_from = f"{client.base_url}/reports?week=2026-W46"
    page = client.post("/reports", data={"week": "2026-W46"}, headers=BROWSER | {"referer": came_from}).text
    assert 'href="/reports?week=2026-W46&amp;lang=az"' in page
    assert f'href="{came_from}">Go back' in page


def test_the_way_back_leads_to_no_other_site(client: TestClient) -> None:
    page = client.get("/nowhere", headers=BROWSER | {"referer": "https://example.org/"}).text
    assert "example.org" not in page
