"""What browsers are permitted: every answer carries a policy, and no page needs an exception from it."""

import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.headers import PAGE_POLICY, hash_source
from tests.service.files import LEAST, Headers, collection
from tests.service.records import approve

BROWSER = {"accept": "text/html", "sec-fetch-dest": "document"}
TEMPLATES = sorted(Path("service").rglob("templates/*.html"))
OWN_POLICY = "/maps/"
"""Where maps live, framed by pages, with a policy of their own."""
HIDES_STYLES = {"service/reports/templates/report.html", "service/schedules/templates/mail.html"}
"""Files that need nothing else: a report, whose answer permits its style by its hash, and a mail."""


class Inline(HTMLParser):
    """Find what a strict policy refuses: styles and scripts that stand in the page itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Look at one element."""
        names = {name for name, _ in attrs}
        is_inline = tag == "style" or (tag == "script" and "src" not in names)
        if is_inline or any(name == "style" or name.startswith("on") for name in names):
            self.found.append(self.get_starttag_text() or tag)


@pytest.fixture
def addresses(
    app: FastAPI, client: TestClient, road: Callable[..., str], holder: Callable[..., Headers]
) -> dict[str, str]:
    """Give every address that can be read, with records, an upload and a report behind it, by its path's pattern."""
    week = LEAST["release_areas"] | {"effective_date": "2026-11-11", "district_code": "AGM"}
    for layer, record in (LEAST | {"release_areas": week}).items():
        upload_id = road(layer, collection(record))
    report = client.post(
        "/api/v1/reports", headers=holder(Role.REPORT_OFFICER), json={"kind": "weekly", "period": "2026-W46"}
    )
    values = {
        "upload_id": upload_id,
        "layer": "eo_items",
        "layer_name": "eo_items",
        "record_id": "EO-1",
        "report_id": report.json()["id"],
        "file_format": "html",
        "form": "geojson",
        "kind": "weekly",
        "period": "2026-W46",
        "slug": "not-found",
        "position": "0",
    } | dict.fromkeys("zxy", "0")
    patterns = [one.path for one in iter_route_contexts(app.routes) if one.path and "GET" in (one.methods or ())]
    return {path: re.sub(r"{(\w+)(?::\w+)?}", lambda name: values.get(name[1], "1"), path) for path in patterns}


def test_every_answer_to_a_browser_carries_a_policy_and_every_page_the_strict_one(
    client: TestClient, addresses: dict[str, str], holder: Callable[..., Headers]
) -> None:
    headers = holder(Role.HQ_APPROVER) | BROWSER
    pages = []
    for path, address in addresses.items():
        answer = client.get(address, headers=headers)
        assert answer.status_code < 500, address
        assert answer.headers["x-content-type-options"] == "nosniff", address
        assert answer.headers["referrer-policy"] == "same-origin", address
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors" in policy, address
        if answer.headers.get("content-type", "").startswith("text/html") and not path.startswith(OWN_POLICY):
            assert "unsafe" not in policy, address
            allowed = [one for one in Inline(answer.text).found if not (one == "<style>" and "'sha256-" in policy)]
            assert allowed == [], address
            pages += [path] if policy == PAGE_POLICY and answer.status_code == 200 else []
    assert {"/", "/docs", "/progress", "/uploads/{upload_id}", "/review", "/reports", "/sign-in"} <= set(pages)


def test_the_policy_of_pages_permits_files_of_this_service_alone() -> None:
    assert "default-src 'none'" in PAGE_POLICY
    assert "script-src 'self'; style-src 'self'; img-src 'self' data:" in PAGE_POLICY
    assert "unsafe" not in PAGE_POLICY


def test_a_failure_inside_carries_the_policy_too(app: FastAPI) -> None:
    @app.get("/fails", include_in_schema=False)
    def fails() -> None:
        raise RuntimeError

    answer = TestClient(app, raise_server_exceptions=False).get("/fails", headers=BROWSER)
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"] == PAGE_POLICY


def test_files_and_documents_for_programs_run_no_script(client: TestClient) -> None:
    for path in ("/openapi.json", "/static/landrelease.svg", "/nowhere", "/api/v1/reports"):
        assert "script-src 'none'" in client.get(path).headers["content-security-policy"]


def test_a_bulletin_is_permitted_its_own_style_to_the_letter(client: TestClient, session: Session) -> None:
    approve(session, districts=[LEAST["districts"]])
    answer = client.get("/api/v1/reports/preview/weekly/2026-W46.html")
    style = re.search("<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style
    assert hash_source(style[1]) in answer.headers["content-security-policy"]


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_a_template_holds_no_inline_style_and_no_inline_script(template: Path) -> None:
    found = Inline(re.sub(r"{[{%#].*?[#%}]}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)).found
    assert found == (["<style>"] if str(template) in HIDES_STYLES else [])
