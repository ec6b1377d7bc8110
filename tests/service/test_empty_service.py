"""A service without records has its maps, and says that there is nothing yet."""

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
