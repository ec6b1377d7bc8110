"""A report on a part of the work, a district, an organisation or a project, against pandas over the same records."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from pyproj import Geod
from shapely import Polygon
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from gis.codelists import Account, Role
from gis.language import translator
from gis.periods import PeriodUnit, period
from service.access import Actor
from service.accounts.flow import add_person
from service.figures.items import Known
from service.figures.late import cut_off, late
from service.problems import WrongParameter
from service.progress.queries import progress
from service.progress.questions import Dimension, ProgressQuestion
from service.reports.content import Content
from service.reports.declared import Kind
from service.reports.flow import ReportOrder, issue, preview
from service.reports.kinds import KINDS
from service.reports.parts.series import SERIES
from service.reports.scope import COUNTRY, Scope, ScopeKind
from service.settings import Settings
from service.tables import ledger_change
from tests.conftest import filled_engine
from tests.service.records import approve, square

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SETTINGS = Settings(_env_file=None)
BAKU = ZoneInfo("Asia/Baku")
WEEK, ORIGIN = period("2025-W43"), date(2020, 11, 10)
TASKS = {"T-1": ("ANAMA", "PJ-1-1"), "T-2": ("MOD", "PJ-1-2"), "T-3": ("ANAMA", None)}
"""Each task's organisation and phase."""
PHASES = {"PJ-1-1": "PJ-1", "PJ-1-2": "PJ-1", "PJ-2-1": "PJ-2"}
ROWS = (
    # code, day of work, column of the grid, width, district as stated, organisation as stated, task, items
    ("R1", "2025-10-20", 0, 2, "AGM", None, "T-1", 3),
    ("R2", "2025-10-22", 3, 1, None, "MOD", "T-1", 1),
    ("R3", "2025-10-26", 6, 3, "FUZ", None, "T-2", 0),
    ("R4", "2025-10-24", 9, 1, None, None, None, 5),
    ("R5", "2025-10-13", 11, 2, "FUZ", None, "T-3", 2),
    ("R6", "2025-10-27", 14, 1, "FUZ", "ANAMA", None, 7),
)
"""Squares that do not overlap: west of column 5 lies Aghdam, east of it Fuzuli."""
SCOPES = (
    COUNTRY,
    *(Scope(kind=ScopeKind.DISTRICT, code=code) for code in ("AGM", "FUZ")),
    *(Scope(kind=ScopeKind.ORGANISATION, code=code) for code in ("ANAMA", "MOD")),
    *(Scope(kind=ScopeKind.PROJECT, code=code) for code in ("PJ-1", "PJ-2")),
)


def area_m2(ground: Polygon) -> float:
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(ground)[0])


def witness(rows: Sequence[tuple[Any, ...]] = ROWS) -> pd.DataFrame:
    """Give the records with the district, the organisation and the project that each counts for."""
    names = ["code", "day", "column", "width", "stated", "organisation", "task", "ap_mine"]
    frame = pd.DataFrame(rows, columns=names).assign(day=lambda told: pd.to_datetime(told.day).dt.date)
    owners, phases = ({code: task[n] for code, task in TASKS.items()} for n in (0, 1))
    frame["district"] = frame.stated.fillna(frame.column.map(lambda column: "AGM" if column < 5 else "FUZ"))
    frame["organisation"] = frame.organisation.fillna(frame.task.map(owners))
    frame["project"] = frame.task.map(phases).map(PHASES)
    frame["area_m2"] = [
        area_m2(square(column, 0, width=width)) for column, width in zip(frame.column, frame.width, strict=True)
    ]
    return frame


def of(scope: Scope, frame: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    within = frame[(frame.day >= first) & (frame.day <= last)]
    return within if scope == COUNTRY else within[within[scope.kind.value] == scope.code]


def features(rows: Sequence[tuple[Any, ...]] = ROWS) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "effective_date": day,
            "release_method": "cleared",
            "geometry": square(column, 0, width=width),
            "district_code": district,
            "organisation": organisation,
            "task_code": task,
            "ap_mine": items or None,
        }
        for code, day, column, width, district, organisation, task, items in rows
    ]


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with what all tests read; what one of them adds is taken back."""
    with filled_engine(migrated, _fill) as engine:
        yield engine


def _fill(session: Session) -> None:
    approve(
        session,
        districts=[
            {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-1, -1, width=6, height=3)},
            {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli", "geometry": square(5, -1, width=12, height=3)},
        ],
        organisations=[{"code": code, "type": "anama", "name_en": code} for code in ("ANAMA", "MOD")],
        projects=[{"code": "PJ-1", "name_en": "Orchards", "name_az": "Bağlar"}, {"code": "PJ-2", "name_en": "Plain"}],
        project_phases=[
            {"code": code, "project_code": project, "number": number}
            for number, (code, project) in enumerate(PHASES.items(), start=1)
        ],
        tasks=[
            {"code": code, "task_type": "clearance", "organisation": owner, "status": "active"}
            | {"project_phase_code": phase}
            for code, (owner, phase) in TASKS.items()
        ],
        hazardous_areas=[
            {"code": "HA-1", "classification": "cha", "contamination_types": ["ap_mine"], "identified_on": "2025-01-06"}
            | {"district_code": "AGM", "geometry": square(0, 0, width=4)},
            {"code": "HA-2", "classification": "sha", "contamination_types": ["cmr"], "identified_on": "2025-01-06"}
            | {"district_code": "FUZ", "geometry": square(6, 0, width=2)},
        ],
    )
    approve(session, release_areas=features())


@pytest.fixture
def last_change_at(session: Session) -> datetime:
    """Give the instant of the last change of the records."""
    at: datetime = session.scalars(select(func.max(ledger_change.c.recorded_at))).one()
    return at


def made(session: Session, scope: Scope = COUNTRY, at: datetime | None = None) -> Content:
    order = ReportOrder(kind="weekly", period=WEEK.label, scope=scope, as_known_at=at)
    return preview(session, order, settings=SETTINGS, now=NOW).content


def key_figure(content: Content, row: str, column: str = "period") -> float:
    return float(content.table("key_figures").cell(row, column).value or 0)


# --- figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.code or "country")
def test_a_report_holds_the_work_of_its_scope_and_no_other(session: Session, scope: Scope) -> None:
    content, frame = made(session, scope), witness()
    for column, first in (("period", WEEK.start), ("cumulative", ORIGIN)):
        theirs = of(scope, frame, first, WEEK.end)
        assert key_figure(content, "released", column) == pytest.approx(theirs.area_m2.sum(), abs=0.1)
        assert key_figure(content, "ap", column) == theirs.ap_mine.sum()
    theirs = of(scope, frame, WEEK.start, WEEK.end)
    assert content.has_work == (not theirs.empty)
    by_district = {row.key for row in content.table("by_district").rows}
    assert by_district == set(theirs.district)
    weeks = {row.key: row.cells[-1].value for row in content.table(SERIES).rows}
    before = of(scope, frame, date(2025, 10, 13), date(2025, 10, 19))
    assert (weeks["2025-W42"] or 0) == pytest.approx(before.area_m2.sum(), abs=0.1)


@pytest.mark.parametrize("column", ["period", "cumulative"])
def test_the_reports_of_all_districts_add_up_to_the_country_s(session: Session, column: str) -> None:
    country, *parts = (made(session, scope) for scope in SCOPES[:3])
    for row in ("released", "cleared", "ap", "items"):
        told = sum(key_figure(part, row, column) for part in parts)
        assert told == pytest.approx(key_figure(country, row, column), abs=0.01)


def test_the_reports_of_all_organisations_add_up_to_the_country_s_but_for_work_of_nobody(session: Session) -> None:
    country, anama, mod = (made(session, scope) for scope in (SCOPES[0], *SCOPES[3:5]))
    nobody_s = witness().set_index("code").area_m2["R4"]
    told = key_figure(anama, "released") + key_figure(mod, "released") + nobody_s
    assert told == pytest.approx(key_figure(country, "released"), abs=0.1)


def test_a_scope_is_called_by_its_name(session: Session) -> None:
    scope = made(session, Scope(kind=ScopeKind.PROJECT, code="PJ-1")).scope
    assert (scope.name_en, scope.name_az) == ("Orchards", "Bağlar")
    nameless = made(session, Scope(kind=ScopeKind.PROJECT, code="PJ-2")).scope
    assert nameless.name_az == "Plain"


@pytest.mark.parametrize(
    ("kind", "allowed"), [("district", "AGM, FUZ"), ("organisation", "ANAMA, MOD"), ("project", "PJ-1, PJ-2")]
)
def test_an_unknown_code_is_refused_with_those_that_are_known(session: Session, kind: str, allowed: str) -> None:
    with pytest.raises(WrongParameter) as refused:
        made(session, Scope(kind=ScopeKind(kind), code="XXX"))
    assert all(allowed in told and "XXX" in told for told in refused.value.detail.values())
    narrowed = replace(Scope(kind=ScopeKind(kind), code="XXX"))
    question = ProgressQuestion(start=WEEK.start, end=WEEK.end, **narrowed.filters)
    with pytest.raises(WrongParameter) as asked:
        progress(session, question)
    assert all(allowed in told and "XXX" in told for told in asked.value.detail.values())


# --- what a scope makes no sense of -------------------------------------------------------------------------------


LABELS = {PeriodUnit.DAY: "2025-10-20", PeriodUnit.YEAR: "2025"}


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if set(kind.scopes) != set(ScopeKind)], ids=lambda kind: kind.code
)
def test_a_report_that_is_made_for_no_such_scope_says_why_in_both_languages(session: Session, kind: Kind) -> None:
    order = ReportOrder(kind=kind.code, period=LABELS[kind.units[0]], scope=Scope.asked(project="PJ-1"))
    with pytest.raises(WrongParameter) as refused:
        preview(session, order, settings=SETTINGS, now=NOW)
    told = refused.value.detail
    assert kind.why_no_other
    assert (kind.why_no_other in told["en"], translator("az")(kind.why_no_other) in told["az"]) == (True, True)
    assert translator("az")(kind.why_no_other) != kind.why_no_other


def test_stock_is_told_of_districts_and_of_nobody_s_work(session: Session) -> None:
    told = {scope.code: made(session, scope).table("remaining") for scope in SCOPES}
    untouched = {code: table.cell("untouched", "area").value for code, table in told.items() if table.rows}
    left_m2 = area_m2(square(2, 0))
    expected = {None: left_m2, "AGM": left_m2, "FUZ": 0}
    assert untouched == {code: pytest.approx(m2, abs=0.1) for code, m2 in expected.items()}


# --- late entries -------------------------------------------------------------------------------------------------


def known(at: datetime, scope: Scope = COUNTRY) -> Known:
    return Known(from_on=ORIGIN, to_on=date(2025, 10, 19), as_known_at=at, **scope.stored)


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.code or "country")
def test_late_entries_are_those_of_the_scope(session: Session, last_change_at: datetime, scope: Scope) -> None:
    came = (
        ("L1", "2025-10-07", 0, 3, "AGM", None, "T-1", 4),
        ("L2", "2025-10-08", 20, 1, "FUZ", "MOD", None, 6),
    )
    at = approve(session, release_areas=features(came))
    found = late(session, known(at, scope), last_change_at)
    theirs = of(scope, witness(came), ORIGIN, date(2025, 10, 19))
    assert found
    assert found.areas.released_m2 == pytest.approx(theirs.area_m2.sum(), abs=0.1)
    assert found.items.ap == theirs.ap_mine.sum()


def test_work_that_changes_hands_is_late_for_both_and_for_the_country_no_change(
    session: Session, last_change_at: datetime
) -> None:
    (r5,) = [row for row in features() if row["code"] == "R5"]
    at = approve(session, release_areas=[r5 | {"organisation": "MOD"}])
    ground_m2 = witness().set_index("code").area_m2["R5"]
    found = {scope.code: late(session, known(at, scope), last_change_at) for scope in SCOPES[:5]}
    changes = {code: (one.areas.released_m2, one.items.ap) for code, one in found.items() if one}
    assert changes == {
        "MOD": (pytest.approx(ground_m2, abs=0.1), 2),
        "ANAMA": (pytest.approx(-ground_m2, abs=0.1), -2),
        **dict.fromkeys([None, "FUZ", "AGM"], (0, 0)),
    }


def test_a_report_on_a_part_freezes_that_part_alone(session: Session) -> None:
    officer_id = add_person(session, "officer", name="Officer", role=Role.REPORT_OFFICER, password=None)
    officer = Actor(id=officer_id, login="officer", name="Officer", role=Role.REPORT_OFFICER)
    district = SCOPES[1]
    order = ReportOrder(kind="weekly", period=WEEK.label, scope=district)
    issued = issue(session, order, actor=officer, settings=SETTINGS, now=NOW)
    days = Known(from_on=WEEK.start, to_on=WEEK.end, as_known_at=NOW)
    until = datetime(2026, 12, 31, tzinfo=UTC)
    monday = datetime(2025, 10, 27, 4, tzinfo=UTC)
    assert cut_off(session, replace(days, district="AGM"), until=until, zone=BAKU) == issued.as_known_at
    assert cut_off(session, replace(days, district="FUZ"), until=until, zone=BAKU) == monday
    assert cut_off(session, days, until=until, zone=BAKU) == monday


# --- the same figures by another way ------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", SCOPES[1:], ids=lambda scope: scope.code or "")
def test_a_narrowed_question_tells_what_the_rows_of_a_wide_one_tell(session: Session, scope: Scope) -> None:
    dimension = {"project": Dimension.PROJECT_PHASE}.get(scope.kind.value) or Dimension(scope.kind.value)
    whole = ProgressQuestion(start=ORIGIN, end=date(2025, 12, 31), by=(dimension,), account=Account.OPERATIONAL)
    codes: set[object] = {code for code, project in PHASES.items() if project == scope.code} or {scope.code}
    rows = [row for row in progress(session, whole).rows if row[dimension] in codes]
    narrowed = replace(whole, by=(), **scope.filters)
    assert progress(session, narrowed).total_m2 == pytest.approx(sum(float(row["area_m2"] or 0) for row in rows))
