"""The pages: who sees what, in which language, and what the forms do."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import shapely
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Language, Role
from gis.files import opened
from gis.issues import KINDS
from gis.language import LANGUAGES, translations
from gis.layers import LAYERS, Layer
from gis.mapping import Answers
from service.accounts.flow import add_person
from service.app import create_app
from service.problems import PROBLEMS, Problem
from service.settings import Settings
from service.web.upload_issues import FIRST, PAGE
from tests.service.files import LEAST, Headers, collection
from tests.service.records import approve, square

PAGES = Path("service/web")
PUBLIC = [
    "/",
    "/quality",
    "/map",
    "/progress",
    "/stock",
    "/balance",
    "/tasks",
    "/reports",
    "/published",
    "/sign-in",
    "/rules",
    "/docs",
]
INTERNAL = ["/uploads", "/review"]
PASSWORD = "a long password"  # noqa: S105 - of a person who lives as long as a test
BROWSER = {"accept": "text/html"}


@pytest.fixture
def signed_in(client: TestClient, session: Session) -> Callable[[Role], None]:
    """Give what signs the browser in as a person of a role, through the page."""

    def sign_in(role: Role) -> None:
        add_person(session, role, name=role.en, role=role, password=PASSWORD)
        session.commit()
        answer = client.post("/sign-in", data={"login": role, "password": PASSWORD}, follow_redirects=False)
        assert answer.status_code == 303

    return sign_in


def csrf_token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def send_form(client: TestClient, content: bytes, *, mode: str = "submit", headers: Headers | None = None) -> str:
    """Send a file of released areas by the form, and give the page that follows."""
    form = client.get("/uploads/new", headers=headers).text
    token = {} if headers else {"csrf_token": csrf_token(form)}
    files = {"file": ("day.geojson", content, "application/geo+json")}
    data = {"layer": "release_areas", "mode": mode, "revision_reason": "", **token}
    answer = client.post("/uploads/new", data=data, files=files, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


def release_area(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a field may hold
    return LEAST["release_areas"] | changes


def address_of(page: str) -> str:
    found = re.search(r"/uploads/[0-9a-f-]{36}", page)
    assert found
    return found[0]


def texts() -> Iterator[str | tuple[str, int]]:
    """Give every text of ours in pages and templates, as a catalogue's key."""
    methods = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
    keywords = DEFAULT_KEYWORDS | {"translate": None, "translate_count": (1, 2)}
    for _, _, message, _, _ in extract_from_dir(PAGES, methods, keywords=keywords):
        yield message if isinstance(message, str) else (message[0], 1)


# --- pages and languages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_of_an_empty_installation_opens_in_both_languages(
    client: TestClient, path: str, language: Language
) -> None:
    answer = client.get(path, params={"lang": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert {"en": "does not mean that the ground is safe", "az": "təhlükəsiz olması demək deyil"}[
        language
    ] in answer.text


@pytest.mark.parametrize("path", INTERNAL)
def test_an_internal_page_asks_to_sign_in_and_brings_back(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].endswith(f"/sign-in?next=%2F{path[1:]}")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PARTNER])
def test_an_internal_page_is_refused_to_who_sees_only_what_is_public(
    client: TestClient, holder: Callable[..., Headers], role: Role
) -> None:
    answer = client.get("/uploads", headers=holder(role) | BROWSER)
    assert answer.status_code == 403
    assert "<h1>Not allowed</h1>" in answer.text


def test_every_text_of_the_pages_has_its_azerbaijani() -> None:
    known = translations("az")._catalog  # noqa: SLF001 - Babel gives no other look into a catalogue
    found = set(texts())
    assert len(found) > 200
    assert not {text for text in found if not known.get(text)}


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.slug())
def test_every_refusal_has_a_page_in_both_languages(client: TestClient, problem: type[Problem]) -> None:
    pages = {language: client.get(f"/problems/{problem.slug()}", params={"lang": language}) for language in LANGUAGES}
    assert all(problem.title[language] in pages[language].text for language in LANGUAGES)
    meanings = {language: re.findall(r"</h1>\s*<p>(.*?)</p>", page.text, re.DOTALL) for language, page in pages.items()}
    assert meanings["en"]
    assert meanings["en"] != meanings["az"]


def test_an_unknown_refusal_has_none(client: TestClient) -> None:
    assert client.get("/problems/no-such-thing").status_code == 404


def test_the_page_of_rules_names_every_kind_of_issue(client: TestClient) -> None:
    page = client.get("/rules").text
    assert page.count("<li class=") == len(KINDS)
    assert all(f'id="{kind.rule}"' in page for kind in KINDS.values())


def test_the_page_of_rules_shows_the_thresholds_in_force(
    make_app: Callable[..., FastAPI], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDRELEASE_THRESHOLDS__EDGE_M", "7500")
    monkeypatch.setenv("LANDRELEASE_THRESHOLDS__EARLIEST_ON", "1992-05-09")
    thresholds = Settings(_env_file=None).thresholds
    with TestClient(make_app(thresholds=thresholds)) as client:
        pages = [client.get("/rules", params={"lang": language}).text for language in LANGUAGES]
    assert [("7,500" in page, "7\u00a0500" in page) for page in pages] == [(True, False), (False, True)]
    assert "9 May 1992" in pages[0]


def test_a_chosen_language_is_remembered(client: TestClient) -> None:
    client.get("/rules", params={"lang": "az"})
    assert '<html lang="az">' in client.get("/rules").text


def test_an_unknown_page_is_a_page_for_people_and_a_document_for_programs(client: TestClient) -> None:
    assert "<h1>Not found</h1>" in client.get("/nowhere", headers=BROWSER).text
    assert "<h1>Tapılmadı</h1>" in client.get("/nowhere", params={"lang": "az"}, headers=BROWSER).text
    assert client.get("/nowhere").headers["content-type"] == "application/problem+json"


def test_a_failure_inside_is_told_without_its_cause(app: FastAPI) -> None:
    @app.get("/fails", include_in_schema=False)
    def fails() -> None:
        raise RuntimeError("the secret cause")

    client = TestClient(app, raise_server_exceptions=False)
    answer = client.get("/fails", headers=BROWSER)
    assert answer.status_code == 500
    assert "Something failed inside the service. Nothing was stored." in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_loads_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', client.get(path).text)


def test_the_service_says_that_it_lives_and_is_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_service_without_its_database_lives_and_is_not_ready() -> None:
    app = create_app(Settings(_env_file=None, DATABASE_URL="postgresql://nobody@127.0.0.1:9/nothing"))
    client = TestClient(app)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


# --- signing in ---------------------------------------------------------------------------------------------------


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient, session: Session) -> None:
    add_person(session, "aygun", name="Aygün", role=Role.ANALYST, password=PASSWORD)
    answer = client.post("/sign-in", data={"login": "aygun", "password": PASSWORD}, follow_redirects=False)
    assert {"HttpOnly", "SameSite=lax"} <= set(answer.headers["set-cookie"].split("; "))


def test_a_wrong_password_is_told_and_signs_nobody_in(client: TestClient, session: Session) -> None:
    add_person(session, "aygun", name="Aygün", role=Role.ANALYST, password=PASSWORD)
    answer = client.post("/sign-in", data={"login": "aygun", "password": "wrong"})
    assert answer.status_code == 401
    assert "do not belong together" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "/\\example.org/", "uploads"])
def test_signing_in_leads_to_no_other_site(client: TestClient, session: Session, elsewhere: str) -> None:
    add_person(session, "aygun", name="Aygün", role=Role.ANALYST, password=PASSWORD)
    form = {"login": "aygun", "password": PASSWORD, "next": elsewhere}
    assert client.post("/sign-in", data=form, follow_redirects=False).headers["location"] == "/"


def test_a_sign_in_from_another_site_is_refused(client: TestClient) -> None:
    form = {"login": "aygun", "password": PASSWORD}
    assert client.post("/sign-in", data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_who_signs_out_is_nobody(client: TestClient, signed_in: Callable[[Role], None]) -> None:
    signed_in(Role.ANALYST)
    page = client.get("/uploads").text
    client.post("/sign-out", data={"csrf_token": csrf_token(page)})
    assert client.get("/uploads").status_code == 401


# --- uploads and review -------------------------------------------------------------------------------------------


def test_a_form_without_the_token_of_the_session_stores_nothing(
    client: TestClient, signed_in: Callable[[Role], None]
) -> None:
    signed_in(Role.ANALYST)
    files = {"file": ("day.geojson", collection(release_area()), "application/geo+json")}
    answer = client.post("/uploads/new", data={"layer": "release_areas", "mode": "submit"}, files=files)
    assert answer.status_code == 403
    assert "No uploads here yet" in client.get("/uploads").text


def test_a_file_from_nobody_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/uploads/new", content=b"not even a form", headers={"cookie": "landrelease_8000=forged"})
    assert answer.status_code == 401


def test_a_rejected_file_says_which_feature_is_wrong_and_why(
    client: TestClient, signed_in: Callable[[Role], None]
) -> None:
    signed_in(Role.ANALYST)
    page = send_form(client, collection(release_area(), release_area(code="RA-2", release_method="cleaned")))
    assert "Rejected: nothing of it goes to review." in page
    assert "Feature 2 (RA-2)." in page
    assert "<code>cleaned</code>" in page


def test_a_check_stores_nothing_but_its_result(client: TestClient, signed_in: Callable[[Role], None]) -> None:
    signed_in(Role.ANALYST)
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


# --- figures ------------------------------------------------------------------------------------------------------


@pytest.fixture
def week(session: Session) -> None:
    """Approve a hazard of four squares, one of them cleared in the last complete week."""
    approve(
        session,
        districts=[LEAST["districts"]],
        hazardous_areas=[
            LEAST["hazardous_areas"] | {"contamination_types": ["ap_mine"], "geometry": square(0, 0, width=4)}
        ],
        release_areas=[release_area(effective_date="2026-11-11", district_code="AGM")],
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


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
@pytest.mark.parametrize("form", ["xlsx", "geojson", "gpkg"])
def test_anybody_takes_an_example_file_along_and_it_is_read_again(
    client: TestClient, tmp_path: Path, layer: Layer, form: str
) -> None:
    answer = client.get(f"/templates/{layer.name}.{form}")
    assert f"{layer.name}.{form}" in answer.headers["content-disposition"]
    (tmp_path / "example").write_bytes(answer.content)
    with opened(tmp_path / "example", name=f"example.{form}", layer=layer, answers=Answers()) as source:
        (part,) = source.parts()
    assert [one["code"] for one in part.properties] == ["EXAMPLE-1"]
