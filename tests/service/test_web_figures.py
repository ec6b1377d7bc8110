"""Figures on the pages: progress, stock and balance, by whom and when they are asked."""

import re
from zoneinfo import ZoneInfo

import pytest
import shapely
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from tests.service.files import LEAST
from tests.service.records import approve, square

BROWSER = {"accept": "text/html"}


@pytest.fixture
def week(session: Session) -> None:
    """Approve a hazard of four squares, one of them cleared in the last complete week."""
    approve(
        session,
        districts=[LEAST["districts"]],
        hazardous_areas=[
            LEAST["hazardous_areas"] | {"contamination_types": ["ap_mine"], "geometry": square(0, 0, width=4)}
        ],
        release_areas=[LEAST["release_areas"] | {"effective_date": "2026-11-11", "district_code": "AGM"}],
    )


@pytest.mark.usefixtures("week")
def test_progress_opens_from_district_to_task(client: TestClient) -> None:
    page = client.get("/progress", params={"from": "2026-11-09", "to": "2026-11-15"}).text
    assert "Aghdam" in page
    assert "/progress?period=2026-W46&amp;by=task&amp;account=operational&amp;district=AGM" in page
    assert "<svg" in page


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(
    ("language", "opening", "cleared", "closing"),
    [("en", "3.8", "−0.9536", "2.9"), ("az", "3,8", "−0,9536", "2,9")],
)
def test_the_balance_reads_from_opening_to_closing(
    client: TestClient, *, language: str, opening: str, cleared: str, closing: str
) -> None:
    page = client.get("/balance", params={"from": "2025-01-01", "account": "operational", "lang": language}).text
    lines = re.findall(r"<tr[^>]*><th scope=\"row\">[^<]+</th>((?:<td class=\"number\">[^<]+</td>){3})</tr>", page)
    in_all = [re.findall(r">([^<]+)</td>", line)[-1] for line in lines]
    assert (in_all[0], in_all[5], in_all[9]) == (opening, cleared, closing)


@pytest.mark.parametrize("path", ["/stock", "/balance", "/progress"])
def test_figures_are_shown_as_known_at_an_instant(client: TestClient, session: Session, path: str) -> None:
    hazard = LEAST["hazardous_areas"] | {"contamination_types": ["ap_mine"], "geometry": square(0, 0, width=4)}
    at = approve(session, districts=[LEAST["districts"]], hazardous_areas=[hazard])
    approve(session, hazardous_areas=[hazard | {"geometry": square(0, 0, width=2)}])
    local = at.astimezone(ZoneInfo("Asia/Baku"))
    asked = {"account": "operational", "from": "2024-01-01"} if path != "/stock" else {}
    as_known = client.get(path, params=asked | {"as_known_at": at.isoformat()}).text
    assert f"As known on {local.day} {local:%B %Y, %H:%M}." in as_known
    assert "Show what is known now" in as_known
    assert f'value="{local:%Y-%m-%dT%H:%M:%S}"' in as_known
    present = client.get(path, params=asked).text
    assert "Show what is known now" not in present
    figures = [re.findall(r">(3\.8|1\.9)<", page) for page in (as_known, present)]
    assert [sorted(set(found)) for found in figures] == ([[], []] if path == "/progress" else [["3.8"], ["1.9"]])


@pytest.mark.parametrize(
    ("address", "en", "az"),
    [
        ("/progress?by=team", "Allowed: district, day", "İcazə verilənlər: district, day"),
        (
            "/balance?by=week",
            "Allowed: district, contamination_class",
            "İcazə verilənlər: district, contamination_class",
        ),
        ("/stock?account=both", "Allowed: operational, certified", "İcazə verilənlər: operational, certified"),
        ("/stock?as_known_at=2999-01-01T08:00", "Nothing is known as of", "anına məlumat yoxdur"),
        ("/stock?as_of=2999-01-01", "lies in the future", "hələ gəlməyib"),
        ("/balance?from=2025-02-01&to=2025-01-01", "Swap the two dates", "Tarixlərin yerini dəyişin"),
    ],
)
def test_a_wrong_question_is_refused_on_a_page_in_the_language_of_the_reader(
    client: TestClient, *, address: str, en: str, az: str
) -> None:
    for language, words in (("en", en), ("az", az)):
        answer = client.get(f"{address}&lang={language}", headers=BROWSER)
        assert answer.status_code == 400
        assert words in answer.text


@pytest.mark.parametrize("path", ["/stock", "/balance", "/progress?by=district"])
def test_districts_stand_in_the_order_of_their_names_and_not_of_their_codes(
    client: TestClient, session: Session, path: str
) -> None:
    east, west = shapely.box(46.95, 39.5, 47.2, 40), shapely.box(46.7, 39.5, 46.95, 40)
    hazard = LEAST["hazardous_areas"] | {"contamination_types": ["ap_mine"]}
    outlines = [square(0, 0, width=4, height=4), square(100, 0, width=4, height=4)]
    approve(
        session,
        districts=[
            LEAST["districts"] | {"code": "AAA", "name_en": "Zangilan", "geometry": west},
            LEAST["districts"] | {"code": "BBB", "name_en": "Fuzuli", "geometry": east},
        ],
        hazardous_areas=[hazard | {"code": f"HA-{n}", "geometry": outline} for n, outline in enumerate(outlines)],
        release_areas=[
            LEAST["release_areas"] | {"code": f"RA-{n}", "geometry": outline} for n, outline in enumerate(outlines)
        ],
    )
    page = client.get(path).text
    rows = [
        name for name in re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+)', page) if name in {"Fuzuli", "Zangilan"}
    ]
    assert rows == ["Fuzuli", "Zangilan"]


@pytest.mark.parametrize("address", ["/progress?from=&to=&by=week&view=", "/stock?as_of=&as_known_at=", "/balance?to="])
def test_an_emptied_date_counts_as_left_out(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.usefixtures("week")
def test_the_two_accounts_are_shown_apart(client: TestClient) -> None:
    page = client.get("/progress", params={"account": "certified"}).text
    assert "No approved release is recorded in this period." in page


@pytest.mark.usefixtures("week")
def test_what_is_left_is_shown_by_district_in_azerbaijani(client: TestClient) -> None:
    page = client.get("/stock", params={"lang": "az"}).text
    assert re.search(r"Ağdam</th><td class=\"number\">3,8</td>", page)
