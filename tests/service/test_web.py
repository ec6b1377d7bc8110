"""The pages: who sees what, and in which language."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from fastapi import FastAPI
from fastapi.testclient import TestClient

from gis.codelists import Language, Role
from gis.files import opened
from gis.issues import KINDS
from gis.language import LANGUAGES, translations
from gis.layers import LAYERS, Layer
from gis.mapping import Answers
from service.app import create_app
from service.problems import PROBLEMS, Problem
from service.settings import Settings
from tests.service.files import Headers

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
BROWSER = {"accept": "text/html"}


def texts() -> Iterator[str | tuple[str, int]]:
    """Give every text of ours in pages and templates, as a catalogue's key."""
    methods = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
    keywords = DEFAULT_KEYWORDS | {"translate": None, "translate_count": (1, 2)}
    for _, _, message, _, _ in extract_from_dir(PAGES, methods, keywords=keywords):
        yield message if isinstance(message, str) else (message[0], 1)


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
