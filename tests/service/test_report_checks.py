"""Checks before issue: each with records that it finds something in, and with such that it does not."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from re import findall
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from gis.codelists import Role
from gis.language import translator
from gis.periods import period
from service.access import Actor
from service.accounts.flow import add_person, local_administrator
from service.published.flow import import_published, withdraw_published
from service.published.queries import published_figures
from service.reports.checks import LOOKED_FOR, Check
from service.reports.checks.check import Finding
from service.reports.content import Content
from service.reports.flow import ReportOrder, find_issued, issue, look_over, preview
from service.reports.scope import Scope
from service.reports.verify import verify
from service.settings import Settings
from service.tables import IDENTITIES, VERSIONS, upload_issue
from tests.conftest import filled_engine
from tests.service.bulletins import NOW, SETTINGS, with_value
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square, withdraw

MONDAY = date(2025, 10, 20)
"""Of 2025-W43."""
DISTRICTS = [
    {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-50, -50, width=100, height=100)},
    {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli", "geometry": square(50, -50, width=40, height=100)},
]
BLOCKS, NEEDS_REASON, LOOK, FINE = Finding


def release(code: str, day: date, column: float, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields
    work = {"code": code, "effective_date": day, "district_code": "AGM", "geometry": square(column, 0)}
    return LEAST["release_areas"] | work | fields


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with what all tests read; what one of them adds is taken back."""
    with filled_engine(migrated, _fill) as engine:
        yield engine


def _fill(session: Session) -> None:
    """Approve two districts and a release in the week."""
    approve(session, districts=DISTRICTS, release_areas=[release("R1", MONDAY, 0)])


@pytest.fixture
def officer(session: Session) -> Actor:
    officer_id = add_person(session, "officer", name="Report Officer", role=Role.REPORT_OFFICER, password=None)
    return Actor(id=officer_id, login="officer", name="Report Officer", role=Role.REPORT_OFFICER)


def content(session: Session, week: str = "2025-W43", settings: Settings = SETTINGS, **fields: Any) -> Content:  # noqa: ANN401
    return preview(session, ReportOrder(kind="weekly", period=week, **fields), settings=settings, now=NOW).content


def found(session: Session, made: Content | None = None, settings: Settings = SETTINGS) -> dict[str, Check]:
    """Give the checks of a report by their codes."""
    return {check.code: check for check in look_over(session, made or content(session), settings)}


def test_a_week_of_ordinary_work_is_in_order_and_each_check_says_so_in_both_languages(session: Session) -> None:
    checks = found(session)
    assert set(checks) == {
        "period-over", "RPT-01", "jump", "open-errors", "in-review", "silent-districts",
    }  # fmt: skip
    assert {check.finding for check in checks.values()} == {FINE}
    assert all(check.words.en != check.words.az for check in checks.values())


def test_the_gravest_finding_stands_first(session: Session) -> None:
    checks = look_over(session, content(session, "2026-W47"), SETTINGS)
    assert (checks[0].code, checks[0].finding, checks[1].finding) == ("period-over", BLOCKS, LOOK)
    assert checks[1].code == "no-work"


# --- RPT-01: the report with itself -------------------------------------------------------------------------------


def test_a_total_unlike_its_parts_blocks(session: Session) -> None:
    made = content(session)
    for key in ("by_district/total/released", "key_figures/released/cumulative", "by_district/total/uxo"):
        check = found(session, with_value(made, key, 123_456.0))["RPT-01"]
        assert (check.finding, key in check.words.en) == (BLOCKS, True), key


def test_a_total_that_is_printed_otherwise_than_it_is_blocks(session: Session) -> None:
    made = content(session)
    table = made.table("by_district")
    assert table.total
    truncated = replace(table.total[0], printed=replace(table.total[0].printed, en="0.9"))
    tables = tuple(replace(one, total=(truncated, *table.total[1:])) if one == table else one for one in made.tables)
    check = found(session, replace(made, tables=tables))["RPT-01"]
    assert (check.finding, "is printed 0.9, which is not its value" in check.words.en) == (BLOCKS, True)


def test_a_title_of_another_length_and_days_of_another_label_block(session: Session) -> None:
    made = content(session)
    month = replace(made, period=period("2025-10"))
    assert "names another length than 2025-10" in found(session, month)["RPT-01"].words.en
    six_days = replace(made, period=replace(made.period, end=made.period.end - timedelta(days=1)))
    assert "“2025-W43” does not stand for the days" in found(session, six_days)["RPT-01"].words.en


def test_a_list_of_districts_unlike_the_work_blocks(session: Session) -> None:
    made = content(session)
    table = made.table("by_district")
    without = tuple(replace(one, rows=()) if one == table else one for one in made.tables)
    assert "districts with approved work: AGM" in found(session, replace(made, tables=without))["RPT-01"].words.en


# --- RPT-02, and the last revision --------------------------------------------------------------------------------


def test_a_total_that_fell_by_a_correction_needs_a_reason(session: Session, officer: Actor) -> None:
    issue(session, ReportOrder(kind="weekly", period="2025-W43"), actor=officer, settings=SETTINGS, now=NOW)
    approve(session, release_areas=[release("R2", MONDAY + timedelta(days=7), 3)])
    assert found(session, content(session, "2025-W44"))["RPT-02"].finding is FINE
    withdraw(session, "release_areas", "R1")
    approve(session, release_areas=[release("R2", MONDAY + timedelta(days=7), 3, geometry=square(3, 0, width=0.5))])
    check = found(session, content(session, "2025-W44"))["RPT-02"]
    assert (check.finding, check.opens) == (NEEDS_REASON, "/reports/weekly/2025-W43?revision=1")
    assert "Released, ha: 0.4768 after 0.9536" in check.words.en
    other = found(session, content(session, "2025-W44", scope=Scope.asked(district="AGM")))
    assert "RPT-02" not in other


def test_a_total_of_another_origin_says_so(session: Session, officer: Actor) -> None:
    issue(session, ReportOrder(kind="weekly", period="2025-W43"), actor=officer, settings=SETTINGS, now=NOW)
    later = SETTINGS.model_copy(update={"cumulative_origin": date(2025, 10, 26)})
    check = found(session, content(session, "2025-W44", settings=later), later)["RPT-02"]
    assert (check.finding, "counted since 26 October 2025" in check.words.en) == (NEEDS_REASON, True)


def test_the_totals_of_another_kind_of_report_are_compared(session: Session, officer: Actor) -> None:
    order = ReportOrder(kind="monthly", period="2025-10", accept="Fewer districts this month")
    issue(session, order, actor=officer, settings=SETTINGS, now=NOW)
    approve(session, release_areas=[release("R2", date(2025, 11, 4), 3)])
    check = found(session, content(session, "2025-W45"))["RPT-02"]
    assert (check.finding, "(October 2025)" in check.words.en) == (FINE, True)
    assert "RPT-02" not in found(session, content(session, "2025-W43")), "of an earlier day than the month's last"


def test_a_total_that_fell_by_more_than_was_corrected_blocks(session: Session, officer: Actor) -> None:
    issue(session, ReportOrder(kind="weekly", period="2025-W43"), actor=officer, settings=SETTINGS, now=NOW)
    approve(session, release_areas=[release("R1", MONDAY, 0, geometry=square(0, 0, width=0.9))])
    made = content(session, "2025-W44")
    assert found(session, made)["RPT-02"].finding is NEEDS_REASON  # 0.0954 ha less, and so much was taken away
    check = found(session, with_value(made, "key_figures/released/cumulative", 8_000.0))["RPT-02"]
    assert (check.finding, "Tell the operator" in check.words.en) == (BLOCKS, True)


# --- RPT-02 where totals open with a published one ----------------------------------------------------------------

PRESS = "kind\tperiod_from\tperiod_to\tkey\tap_mines\tat_mines\tuxo\tarea_ha\tarea_km2\tsource\n"
OPENS = "cumulative\t2020-11-10\t2025-09-30\tall\t100\t200\t300\t500.5\t\thttps://example.az/a\n"
OPENED = SETTINGS.model_copy(update={"cumulative_opening": date(2025, 9, 30)})


def cite(session: Session, *lines: str) -> None:
    content = (PRESS + "".join(lines)).encode()
    import_published(session, content, actor=local_administrator(session), today=NOW.date())


def test_totals_that_open_with_a_published_one_are_compared_with_it_in_them(session: Session, officer: Actor) -> None:
    cite(session, OPENS)
    issue(session, ReportOrder(kind="weekly", period="2025-W43"), actor=officer, settings=OPENED, now=NOW)
    approve(session, release_areas=[release("R2", MONDAY + timedelta(days=7), 3)])
    assert found(session, content(session, "2025-W44", OPENED), OPENED)["RPT-02"].finding is FINE
    check = found(session, content(session, "2025-W44"))["RPT-02"]
    assert check.finding is NEEDS_REASON
    # 500.5 ha and 0.9536 ha of the first week, against two squares
    assert "Totals open with: no published total" in check.words.en
    assert "they opened with: Opening, as published, 10 November 2020 – 30 September 2025 (500.5)" in check.words.en
    assert "Released, ha: 1.9 after 501.5" in check.words.en
    assert "AP mines: 0 after 100" in check.words.en


def test_an_opening_that_was_withdrawn_is_told_and_needs_a_reason(session: Session, officer: Actor) -> None:
    cite(session, OPENS)
    issue(session, ReportOrder(kind="weekly", period="2025-W43"), actor=officer, settings=OPENED, now=NOW)
    (opening,) = published_figures(session)
    withdraw_published(session, opening.id, reason="Of another day", actor=officer)
    made = content(session, "2025-W44", OPENED)
    checks = found(session, made, OPENED)
    assert (checks["RPT-02"].finding, "no published total" in checks["RPT-02"].words.en) == (NEEDS_REASON, True)
    number = issue(
        session,
        ReportOrder(kind="weekly", period="2025-W44", accept="The opening was of another day"),
        actor=officer, settings=OPENED, now=NOW,
    ).number  # fmt: skip
    assert "none is known" in found(session, content(session, "2025-W45", OPENED), OPENED)["RPT-02"].words.en
    assert verify(session, find_issued(session, number - 1), SETTINGS).holds


def test_totals_below_a_later_published_one_need_a_reason(session: Session) -> None:
    later = OPENS.replace("2025-09-30", "2025-10-19").replace("/a", "/b")
    cite(session, OPENS, later.replace("500.5", "501.6").replace("\t300\t", "\t301\t"))
    check = found(session, content(session, settings=OPENED), OPENED)["RPT-02"]
    assert (check.finding, (check.opens or "")[:11]) == (NEEDS_REASON, "/published/")
    # 500.5 + 0.9536 ha are less than 501.6 - 0.1, and 300 less than 301; mines are as many
    assert (
        "example.az gave until 19 October 2025: Released, ha: 501.5 after 501.6, UXO: 300 after 301." in check.words.en
    )
    cite(session, later.replace("500.5", "501.5"))
    assert found(session, content(session, settings=OPENED), OPENED)["RPT-02"].finding is FINE


def test_without_an_opening_published_totals_are_not_compared(session: Session) -> None:
    cite(session, OPENS)
    assert "RPT-02" not in found(session)


def test_the_last_revision_is_compared(session: Session, officer: Actor) -> None:
    issue(session, ReportOrder(kind="weekly", period="2025-W43"), actor=officer, settings=SETTINGS, now=NOW)
    assert "would only repeat them" in found(session)["unchanged"].words.en
    approve(session, release_areas=[release("R2", MONDAY, 3)])
    assert "Figures changed since revision 1" in found(session)["unchanged"].words.en


# --- what is usual ------------------------------------------------------------------------------------------------


def weeks_before(count: int) -> Iterator[dict[str, Any]]:
    """Give a release of about 1.9 ha in each of some weeks before."""
    for back in range(1, count + 1):
        yield release(f"W{back}", MONDAY - timedelta(weeks=back), 0, geometry=square(-2 * back, 4, width=2))


def test_a_jump_from_the_median_is_told_with_both_figures(session: Session) -> None:
    approve(session, release_areas=[*weeks_before(7), release("R2", MONDAY, 0, geometry=square(0, 6, width=9))])
    check = found(session)["jump"]
    assert check.finding is NEEDS_REASON
    assert "Released, ha: 9.5; the median of the 7 periods before with work is 1.9." in check.words.en
    assert "more than three times" in check.words.en


def test_no_figure_is_unusual_while_the_record_is_short_or_the_distance_small(session: Session) -> None:
    approve(session, release_areas=[*weeks_before(5), release("R2", MONDAY, 0, geometry=square(0, 6, width=9))])
    assert found(session)["jump"].finding is FINE
    withdraw(session, "release_areas", "R2")
    approve(session, release_areas=list(weeks_before(8)))
    assert found(session)["jump"].finding is FINE  # 0.95 ha is half of 1.9 ha
    withdraw(session, "release_areas", "R1")
    approve(session, release_areas=[release("R3", MONDAY, 0, geometry=square(0, 8, width=0.5))])
    assert found(session)["jump"].finding is NEEDS_REASON  # a fourth, and more than a hectare away


# --- the records --------------------------------------------------------------------------------------------------


def test_work_of_the_period_that_waits_needs_a_reason_and_other_work_does_not(
    session: Session, client: TestClient, holder: Callable[..., Headers]
) -> None:
    analyst = holder(Role.ANALYST)
    later = LEAST["release_areas"] | {"code": "L1", "effective_date": "2025-10-27", "district_code": "FUZ"}
    send(client, analyst, "release_areas", collection(later))
    assert found(session)["in-review"].finding is FINE
    waits = later | {"code": "L2", "effective_date": "2025-10-26"}
    upload_id = send(client, analyst, "release_areas", collection(waits)).json()["id"]
    check = found(session)["in-review"]
    assert (check.finding, check.opens) == (NEEDS_REASON, f"/review/{upload_id}")
    assert "uploads 1, records 1" in check.words.en
    assert found(session, content(session, scope=Scope.asked(district="AGM")))["in-review"].finding is FINE


def test_errors_that_stand_in_records_need_a_reason(session: Session) -> None:
    release_id = (
        select(IDENTITIES["release_areas"].c.id).where(IDENTITIES["release_areas"].c.code == "R1").scalar_subquery()
    )
    version = VERSIONS["release_areas"]
    upload_id = session.scalar(select(version.c.upload_id).where(version.c.release_area_id == release_id))
    issue_of = {"upload_id": upload_id, "number": 1, "position": 0, "severity": "error"}
    session.execute(insert(upload_issue).values({**issue_of, "kind": "any", "rule": "REL-01", "values": {}}))
    check = found(session)["open-errors"]
    assert (check.finding, check.opens) == (NEEDS_REASON, "/records/release_areas/R1")
    assert "1. The first: R1 (REL-01)" in check.words.en
    assert found(session, content(session, "2025-W42"))["open-errors"].finding is FINE


def test_a_district_that_worked_lately_and_sent_nothing_is_named(session: Session) -> None:
    lately = release("F1", MONDAY - timedelta(weeks=4), 60, district_code="FUZ")
    approve(session, release_areas=[lately])
    check = found(session)["silent-districts"]
    assert (check.finding, check.words.en.endswith("Fuzuli."), check.words.az.endswith("Füzuli.")) == (LOOK, True, True)
    assert found(session, content(session, "2025-W44"))["silent-districts"].words.en.endswith("Aghdam.")


def test_ground_without_an_outline_is_told(session: Session) -> None:
    unmapped = {"geometry": None, "geometry_source": "none", "area_reported_m2": 100_977}
    approve(session, release_areas=[release("U1", MONDAY, 0, **unmapped)])
    assert "10.1 ha" in found(session)["without-outline"].words.en


# --- words --------------------------------------------------------------------------------------------------------


def test_everything_a_check_says_is_translated_with_the_same_values() -> None:
    calls = [
        node
        for source in Path("service/reports/checks").glob("*.py")
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "worded"
    ]
    texts = [ast.literal_eval(call.args[0]) for call in calls]
    assert len(texts) > len(LOOKED_FOR)
    azerbaijani = translator("az")
    for text in texts:
        assert azerbaijani(text) != text, text
        assert sorted(findall(r"\{\w+\}", azerbaijani(text))) == sorted(findall(r"\{\w+\}", text))
