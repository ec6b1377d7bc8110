"""A service without records has its maps and pages, and says that there is nothing yet."""

import pytest
from fastapi.testclient import TestClient

from tests.gis.test_paper import written


def test_an_empty_service_has_a_map(client: TestClient) -> None:
    assert client.get("/maps/overview").status_code == 200
    contents = client.get("/maps/contents?lang=en").json()
    assert contents["empty"] == "There are no approved records yet."
    assert contents["bounds"] is None


def test_an_empty_service_has_a_sheet_of_the_country(client: TestClient) -> None:
    text = written(client.get("/maps/sheet.svg").text)
    assert "Land release – Azerbaijan" in text
    assert "Albers" in text
    assert "Hazard |" not in text


def test_without_records_there_is_nothing_to_shade_by(client: TestClient) -> None:
    for figure in ("released", "share", "remaining"):
        assert client.get("/maps/shades", params={"figure": figure}).json()["districts"] == []


@pytest.mark.parametrize("language", ["en", "az"])
@pytest.mark.parametrize("asked", [{}, {"period": "2025-W01"}, {"period": "2026-11-21"}, {"period": "2027"}])
def test_a_page_of_progress_without_any_record_says_what_to_do(
    client: TestClient, asked: dict[str, str], language: str
) -> None:
    page = client.get("/progress", params=asked | {"lang": language}).text
    assert {"en": "Choose another period, or send a file", "az": "Başqa dövr seçin"}[language] in page
