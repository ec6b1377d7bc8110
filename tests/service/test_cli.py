"""The command line: what it prints, what it stores, and its exit codes."""

import csv
import json
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import StringIO
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from typer.testing import CliRunner, Result

from gis.layers import LAYERS_BY_NAME
from seeds import base_files
from service.cli import app
from service.db import make_engine, make_owner_engine
from service.instance import is_demonstration
from service.migration import migrate
from service.tables import LOOKUPS, VERSIONS, access_token, ledger_change, person, upload, workflow_event
from tests.conftest import fresh_database
from tests.service.files import LEAST, collection

RELEASE = LEAST["release_areas"] | {"effective_date": "2024-05-13"}
"""A Monday that is over whatever day the tests run on: commands live on today's."""


@pytest.fixture(scope="module")
def filled_url() -> Iterator[str]:
    """Give a database that was migrated and filled by the commands, and is empty but for its base."""
    with fresh_database() as url, pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATABASE_URL", url)
        assert run("migrate").exit_code == 0
        assert run("seed", "--empty").exit_code == 0
        yield url


@pytest.fixture
def session(filled_url: str) -> Iterator[Session]:
    """Give a look at what the commands committed."""
    engine = make_engine(filled_url)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def filled(filled_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", filled_url)


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the commands without a database."""
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("LANDRELEASE_DATA_DIR", str(tmp_path))


@pytest.fixture
def release(tmp_path: Path) -> Path:
    file = tmp_path / "release.geojson"
    file.write_bytes(collection(RELEASE))
    return file


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    file = tmp_path / "wrong.geojson"
    file.write_bytes(collection(RELEASE | {"effective_date": "2999-01-01"}))
    return file


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


# --- the installation ---------------------------------------------------------------------------------------------


def test_two_may_migrate_an_empty_database_at_once() -> None:
    with fresh_database() as url:
        engines = [make_owner_engine(url) for _ in range(2)]
        with ThreadPoolExecutor(2) as threads:
            assert list(threads.map(migrate, engines)) == [None, None]
        with engines[0].connect() as connection:
            assert all(connection.scalar(select(func.count()).select_from(table)) for table in LOOKUPS.values())
        for engine in engines:
            engine.dispose()


def test_an_empty_installation_has_districts_organisations_and_an_administrator(
    filled_url: str, session: Session
) -> None:
    assert filled_url
    for file in base_files():
        stored = session.scalar(select(func.count()).select_from(VERSIONS[file.layer]))
        assert stored == len(json.loads(file.content)["features"])
    assert session.scalar(select(func.count()).select_from(VERSIONS["hazardous_areas"])) == 0
    assert session.scalars(select(person.c.login).where(person.c.password_hash.is_not(None))).all() == ["admin"]
    assert set(session.scalars(select(upload.c.review_mode))) >= {"bulk_load"}


@pytest.mark.usefixtures("filled")
def test_filling_again_does_and_prints_nothing(session: Session) -> None:
    before = session.scalar(select(func.count()).select_from(workflow_event))
    session.rollback()
    again = run("seed")
    assert (again.exit_code, again.output) == (0, "")
    assert session.scalar(select(func.count()).select_from(workflow_event)) == before


def test_made_up_data_never_comes_to_records_that_are_there(monkeypatch: pytest.MonkeyPatch, release: Path) -> None:
    with fresh_database() as url:
        monkeypatch.setenv("DATABASE_URL", url)
        run("migrate")
        run("upload", str(release), "-l", "release_areas", "--approve", "--reason", "Our own")
        assert run("seed").exit_code == 0
        engine = make_engine(url)
        with Session(engine) as session:
            assert not is_demonstration(session)
            assert session.scalar(select(func.count()).select_from(VERSIONS["release_areas"])) == 1
            assert session.scalars(select(person.c.login).where(person.c.password_hash.is_not(None))).all() == ["admin"]
        engine.dispose()


# --- check --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("nowhere")
def test_a_file_is_checked_without_a_database_and_the_answer_says_so(release: Path, wrong: Path) -> None:
    assert run("check", str(release), "--layer", "release_areas").exit_code == 0
    answer = run("check", str(wrong), "--layer", "release_areas", "--format", "json")
    assert answer.exit_code == 1
    issues = json.loads(answer.stdout)
    assert [issue["kind"] for issue in issues if issue["severity"] == "error"] == ["date-in-future"]
    assert "checks-left-out" in [issue["kind"] for issue in issues]


@pytest.mark.usefixtures("filled")
def test_a_check_is_what_an_upload_would_be_told_and_stores_nothing(wrong: Path, session: Session) -> None:
    before = session.scalar(select(func.count()).select_from(upload))
    session.rollback()
    answer = run("check", str(wrong), "-l", "release_areas", "--format", "csv")
    rows = list(csv.DictReader(StringIO(answer.stdout)))
    assert answer.exit_code == 1
    assert {row["rule"] for row in rows if row["severity"] == "error"} == {"DAT-01"}
    assert "checks-left-out" not in {row["kind"] for row in rows}
    assert session.scalar(select(func.count()).select_from(upload)) == before


@pytest.mark.usefixtures("nowhere")
def test_issues_are_printed_in_both_languages(wrong: Path) -> None:
    english = run("check", str(wrong), "-l", "release_areas").stdout
    azerbaijani = run("check", str(wrong), "-l", "release_areas", "--lang", "az").stdout
    assert "error DAT-01 Feature 1 (RA-1)" in english
    assert "error DAT-01 Obyekt 1 (RA-1)" in azerbaijani


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "no-such-file.geojson", "--layer", "release_areas"),
        ("check", "pyproject.toml", "--layer", "minefields"),
        ("upload", "pyproject.toml", "--layer", "release_areas", "--approve"),
        ("token", "create", "--role", "king"),
        ("template", "release_areas", "-o", "template.doc"),
        ("progress", "--by", "colour"),
        ("progress", "--from", "yesterday"),
        ("report", "weekly", "2025-W99"),
        ("fly",),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("filled")
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.usefixtures("nowhere")
def test_what_needs_a_database_says_so_and_makes_none(tmp_path: Path) -> None:
    answer = run("progress")
    assert answer.exit_code == 2
    assert "DATABASE_URL" in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_was_not_migrated_or_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with fresh_database() as url:
        monkeypatch.setenv("DATABASE_URL", url)
        assert "landrelease migrate" in run("progress").stderr
    gone = run("progress")
    assert gone.exit_code == 1
    assert "does not answer" in gone.stderr


# --- upload, and what comes of it ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("filled")
def test_a_bulk_load_is_approved_counted_and_recorded_as_such(release: Path, session: Session) -> None:
    answer = run("upload", str(release), "-l", "release_areas", "--approve", "--reason", "Old records")
    assert answer.exit_code == 0
    assert "hq_approved" in answer.stdout.splitlines()[-1]
    upload_id = answer.stdout.splitlines()[-1].split()[0]
    events = select(workflow_event.c.review_mode, workflow_event.c.reason).where(
        workflow_event.c.upload_id == upload_id
    )
    assert session.execute(events.order_by(workflow_event.c.id)).all()[-1] == ("bulk_load", "Old records")
    figures = json.loads(run("progress", "--by", "week,method", "--format", "json").stdout)
    (row,) = figures["rows"]
    assert (row["week"], row["method"]) == ("2024-W20", "cleared")
    assert figures["total_m2"] == pytest.approx(9_536, abs=1)
    assert "9,536" in run("progress").stdout


@pytest.mark.usefixtures("filled")
def test_a_bulk_load_is_taken_back_at_once_or_on_the_road(tmp_path: Path, session: Session) -> None:
    file = tmp_path / "twice.geojson"
    file.write_bytes(collection(LEAST["organisations"] | {"code": "TWICE"}))

    def told(*arguments: str) -> list[str]:
        return run(*arguments).stdout.splitlines()[-1].split()

    upload_id, *_ = told("upload", str(file), "-l", "organisations", "--approve", "--reason", "Old records")
    withdrawal_id, status, *counts = told("withdraw", upload_id, "--reason", "Loaded twice", "--approve")
    assert (status, "withdrawn=1" in counts) == ("hq_approved", True)
    version = VERSIONS["organisations"].c
    loaded = select(func.upper_inf(version.recorded)).where(version.upload_id == upload_id)
    assert session.scalars(loaded).all() == [False]
    assert run("withdraw", upload_id, "--reason", "Once more").exit_code == 1
    back_id, status, *_ = told("withdraw", withdrawal_id, "--reason", "It was right")
    assert status == "submitted"
    assert told("withdraw", back_id, "--reason", "It was not")[:2] == [back_id, "withdrawn"]
    assert run("withdraw", upload_id).exit_code == 2


@pytest.mark.usefixtures("filled")
def test_a_rejected_upload_ends_with_1_and_says_why(wrong: Path) -> None:
    answer = run("upload", str(wrong), "-l", "release_areas")
    assert answer.exit_code == 1
    assert "error DAT-01" in answer.stdout
    assert "rejected" in answer.stdout.splitlines()[-1]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("asked", "en", "az"),
    [
        (("progress", "--by", "colour"), "Allowed: district", "İcazə verilənlər: district"),
        (("progress", "--method", "cleared,cleared"), "names “cleared” twice", "“cleared” iki dəfə"),
        (("contamination", "--as-of", "2999-01-01"), "lies in the future", "hələ gəlməyib"),
        (("contamination", "--as-known-at", "2999-01-01T00:00:00Z"), "Allowed:", "İcazə verilən aralıq:"),
        (("balance", "--from", "spring"), "is not a date", "tarix deyil"),
        (("balance", "--from", "2024-02-01", "--to", "2024-01-01"), "Swap the two dates", "Tarixlərin yerini dəyişin"),
    ],
)
def test_a_wrong_question_ends_with_2_in_the_language_of_the_reader(asked: tuple[str, ...], en: str, az: str) -> None:
    for language, words in (("en", en), ("az", az)):
        answer = run(*asked, "--lang", language)
        assert answer.exit_code == 2
        assert words in answer.stderr


@pytest.mark.usefixtures("filled")
def test_figures_and_reports_are_written_to_files(tmp_path: Path) -> None:
    assert run("contamination", "--format", "csv", "-o", str(tmp_path / "stock.csv")).exit_code == 0
    assert (tmp_path / "stock.csv").read_text().startswith("classification,area_m2")
    assert run("balance", "--by", "district", "--format", "csv", "-o", str(tmp_path / "balance.csv")).exit_code == 0
    assert (tmp_path / "balance.csv").read_text().startswith("district,opening_m2,identified_m2")
    assert "closing_m2" in run("balance").stdout
    assert run("progress", "--format", "xlsx", "-o", str(tmp_path / "progress.xlsx")).exit_code == 0
    assert zipfile.is_zipfile(tmp_path / "progress.xlsx")
    assert run("report", "weekly", "2024-W20", "--format", "json", "-o", str(tmp_path / "week.json")).exit_code == 0
    assert json.loads((tmp_path / "week.json").read_bytes())["period"] == "2024-W20"
    assert run("map", "-o", str(tmp_path / "map.html"), "--lang", "az").exit_code == 0
    assert "<html" in (tmp_path / "map.html").read_text()


@pytest.mark.usefixtures("filled")
def test_a_map_on_paper_has_the_form_that_its_name_says(tmp_path: Path) -> None:
    for form, beginning in (("pdf", b"%PDF-"), ("png", b"\x89PNG"), ("svg", b"<svg ")):
        assert (
            run("map", "-o", str(tmp_path / f"map.{form}"), "--paper", "a3", "--orientation", "portrait").exit_code == 0
        )
        assert (tmp_path / f"map.{form}").read_bytes().startswith(beginning)
    refused = run("map", "-o", str(tmp_path / "map.doc"))
    assert (refused.exit_code, ".pdf, .svg, .png" in refused.stderr) == (2, True)
    assert run("map", "-o", str(tmp_path / "map.pdf"), "--bbox", "47,39,46,40").exit_code == 2


@pytest.mark.usefixtures("filled")
def test_maps_and_reports_are_made_as_known_at_an_instant(session: Session, tmp_path: Path) -> None:
    release = tmp_path / "release.geojson"
    release.write_bytes(collection(RELEASE | {"code": "RA-KNOWN", "effective_date": "2024-06-10"}))
    before = session.scalar(select(func.max(ledger_change.c.recorded_at)))
    assert before
    bulk = ("upload", str(release), "--layer", "release_areas", "--approve", "--reason", "A first load.")
    assert run(*bulk).exit_code == 0
    known = ("--as-known-at", before.isoformat())
    drawn = tmp_path / "map.html"
    assert run("map", "-o", str(drawn), "--as-of", "2024-06-10").exit_code == 0
    assert "RA-KNOWN" in drawn.read_text()
    assert run("map", "-o", str(drawn), "--as-of", "2024-06-10", *known).exit_code == 0
    assert "RA-KNOWN" not in drawn.read_text()
    week = json.loads(run("report", "weekly", "2024-W24", "--format", "json", *known).stdout)
    assert (week["content"]["has_work"], datetime.fromisoformat(week["as_known_at"])) == (False, before)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("asked", ["2199-01-01T00:00:00Z", "2026-11-20", "yesterday"])
def test_what_cannot_be_known_is_wrong_usage(tmp_path: Path, asked: str) -> None:
    for command in (("map", "-o", str(tmp_path / "map.html")), ("report", "weekly", "2024-W20")):
        answer = run(*command, "--as-known-at", asked)
        assert (answer.exit_code, asked[:10] in answer.stderr) == (2, True)
    assert not (tmp_path / "map.html").exists()


# --- people -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("filled")
def test_a_token_stands_alone_on_its_line_and_is_kept_as_a_hash(session: Session) -> None:
    answer = run("token", "create", "--role", "regional_verifier", "--region", "AGM, FUZ", "--label", "Aghdam office")
    (token,) = answer.stdout.splitlines()
    assert len(token) == 43
    hashes = session.scalars(select(access_token.c.token_hash)).all()
    assert token.encode() not in hashes
    assert "Aghdam office" in session.scalars(select(person.c.name)).all()


@pytest.mark.usefixtures("filled")
def test_a_person_is_added_once() -> None:
    assert len(run("user", "add", "nigar", "--role", "hq_approver").stdout.strip()) == 16
    assert run("user", "add", "nigar", "--role", "hq_approver").exit_code == 2


@pytest.mark.usefixtures("filled")
def test_an_unknown_region_is_refused() -> None:
    answer = run("token", "create", "--role", "regional_verifier", "--region", "XYZ")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "XYZ" in answer.stderr


# --- templates and help -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("layer", LAYERS_BY_NAME)
def test_a_template_passes_its_own_check_and_describes_every_field(layer: str, tmp_path: Path) -> None:
    file = tmp_path / "template.geojson"
    assert run("template", layer, "-o", str(file)).exit_code == 0
    answer = run("check", str(file), "-l", layer)
    assert answer.exit_code == 0, answer.output
    described = {field["name"]: field for field in json.loads(file.read_bytes())["fields"]}
    assert list(described) == list(LAYERS_BY_NAME[layer].fields_by_name)
    assert all(field["en"] and field["az"] for field in described.values())


@pytest.mark.parametrize("layer", LAYERS_BY_NAME)
def test_a_template_comes_as_a_geopackage_and_as_a_workbook(layer: str, tmp_path: Path) -> None:
    package, workbook = tmp_path / "template.gpkg", tmp_path / "template.xlsx"
    assert run("template", layer, "-o", str(package)).exit_code == 0
    assert run("template", layer, "-o", str(workbook)).exit_code == 0
    assert {name for name, _ in pyogrio.list_layers(package)} == {layer, "fields"}
    assert gpd.read_file(package, layer=layer)["code"].tolist() == ["EXAMPLE-1"]
    assert zipfile.is_zipfile(workbook)


@pytest.mark.parametrize(
    "command",
    [
        *(
            "serve",
            "worker",
            "migrate",
            "seed",
            "backup",
            "restore",
            "check",
            "upload",
            "progress",
            "contamination",
            "balance",
            "template",
            "report",
            "map",
        ),
        *("user add", "token create"),
    ],
)
def test_every_command_explains_itself(command: str) -> None:
    answer = run(*command.split(), "--help")
    assert answer.exit_code == 0
    assert "Usage:" in answer.stdout
