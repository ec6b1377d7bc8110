"""Reports that are downloaded: their types, their names, and files written whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from re import findall

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session
from typer import Exit

from service.commands.console import write
from service.reports.formats import file_name
from service.reports.scope import Scope, ScopeKind
from tests.service.documents import approve_one_release, by_day, edition

PREVIEW = "/api/v1/reports/preview/weekly/2025-W43"


@pytest.fixture
def one_release(session: Session) -> None:
    approve_one_release(session)


@pytest.mark.usefixtures("one_release")
def test_every_format_has_its_type_and_its_name(client: TestClient) -> None:
    named = {}
    for ending in ("html", "pdf", "docx", "xlsx", "json", "csv"):
        answer = client.get(f"{PREVIEW}.{ending}?lang=az" + ("&table=by_district" if ending == "csv" else ""))
        assert answer.status_code == 200
        named[ending] = findall(r'filename="(.*)"', answer.headers["content-disposition"])[0]
    assert named == {
        "html": "weekly-2025-W43-az.html",
        "pdf": "weekly-2025-W43-az.pdf",
        "docx": "weekly-2025-W43-az.docx",
        "xlsx": "weekly-2025-W43-az.xlsx",
        "json": "weekly-2025-W43.json",
        "csv": "weekly-2025-W43-by_district-az.csv",
    }


def test_a_file_is_named_by_its_scope_in_letters_that_every_system_takes() -> None:
    scope = Scope(kind=ScopeKind.PROJECT, code="PJ 1/ş")
    content, _ = edition(("By district", by_day(1)), scope=scope)
    assert file_name(content, "pdf", language="both") == "weekly-2025-W43-PJ-1-both.pdf"


def test_each_revision_has_a_name_of_its_own() -> None:
    content, _ = edition(("By district", by_day(1)))
    first, second = (file_name(content, "pdf", language="az", revision=revision) for revision in (1, 2))
    assert (first, second) == ("weekly-2025-W43-r1-az.pdf", "weekly-2025-W43-r2-az.pdf")
    table = file_name(content, "csv", language="en", table="by_district", revision=2)
    assert table == "weekly-2025-W43-r2-by_district-en.csv"


def test_both_languages_come_on_request_and_a_workbook_has_one(client: TestClient) -> None:
    answer = client.get(f"{PREVIEW}.html?lang=both")
    assert answer.headers["content-language"] == "az, en"
    assert answer.text.count("<article") == 2
    refused = client.get(f"{PREVIEW}.xlsx?lang=both")
    assert (refused.status_code, refused.json()["allowed"]) == (400, ["en", "az"])


def test_what_is_no_format_or_no_table_is_refused_with_the_choices(client: TestClient) -> None:
    refused = client.get(f"{PREVIEW}.odt").json()
    assert refused["allowed"] == ["html", "pdf", "docx", "xlsx", "json", "csv"]
    tables = [table["key"] for table in client.get(f"{PREVIEW}.json").json()["content"]["tables"]]
    assert client.get(f"{PREVIEW}.csv").json()["allowed"] == tables
    assert client.get(f"{PREVIEW}.csv?table=none").status_code == 400
    assert client.get(f"{PREVIEW}.html?lang=fr").status_code == 400


@pytest.mark.usefixtures("one_release")
def test_json_gives_each_figure_with_its_value_its_unit_its_print_and_its_records(client: TestClient) -> None:
    document = client.get(f"{PREVIEW}.json").json()
    table = next(table for table in document["content"]["tables"] if table["key"] == "by_district")
    released = table["rows"][0]["cells"][0]
    assert released["key"] == "by_district/AGM/released"
    assert (released["unit"], released["printed_unit"]) == ("m2", "ha")
    assert float(released["printed"]["en"]) == pytest.approx(released["value"] / 10_000, abs=0.00005)
    assert released["printed"]["az"] == released["printed"]["en"].replace(".", ",")
    assert released["records"].startswith("/map?")
    described = client.get("/openapi.json").json()["components"]["schemas"]
    assert set(released) in [set(schema.get("properties", ())) for schema in described.values()]


def test_an_unreadable_template_is_told_and_nothing_half_written(
    make_app: Callable[..., FastAPI], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"")
    with TestClient(make_app(docx_template=broken)) as client:
        answer = client.get(f"{PREVIEW}.docx")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/unreadable-template")
    assert "Nothing was written" in answer.json()["detail"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    there = tmp_path / "weekly.docx"
    there.write_bytes(b"before")
    write(b"after", there)
    assert (there.read_bytes(), list(tmp_path.iterdir())) == (b"after", [there])
    for nowhere in (tmp_path, tmp_path / "missing" / "weekly.docx"):
        with pytest.raises(Exit):
            write(b"after", nowhere)
    assert list(tmp_path.iterdir()) == [there]
    assert list(tmp_path.parent.glob(f".{tmp_path.name}*")) == []
