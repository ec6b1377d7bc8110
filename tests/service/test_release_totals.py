"""The counts of releases say at every instant what pandas makes of the records, however these come, change and go."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from gis.codelists import ReleaseMethod, ReviewMode, Visibility
from service.figures.efficiency import EfficiencyQuestion, efficiency
from service.figures.items import Known, Scope
from service.quality.completeness import Listing, Stated
from service.quality.declared import BULK_LOADED, WITHOUT_FIND, Figure
from service.quality.flow import quality
from service.quality.questions import NOT_SAID, TIMES, Dimension, QualityQuestion
from service.quality.records import records_behind
from service.quality.totals import RELEASE_CHECKS
from service.reports.queries import approved_work
from service.tables import release_total
from tests.service.histories import PROPERTY, rolled_back
from tests.service.records import approve, next_stamp, square, withdraw
from tests.service.release_histories import (
    DAYS,
    DISTRICTS,
    FIRST_DAY,
    HISTORIES,
    NOW,
    ORGANISATIONS,
    Moment,
    arriving,
    maybe,
)

LAST_DAY = FIRST_DAY + timedelta(days=9)
ZONE = "Asia/Baku"
SEARCHED = [ReleaseMethod.CLEARED, ReleaseMethod.REDUCED]
RANK = {method: rank for rank, method in enumerate(ReleaseMethod)}


# --- what is asked ------------------------------------------------------------------------------------------------


ALL = QualityQuestion(start=FIRST_DAY, end=LAST_DAY, at=NOW, zone=ZONE, audience=tuple(Visibility), is_internal=False)


@st.composite
def questions(draw: st.DrawFn) -> QualityQuestion:
    """Draw whose records of which days somebody may see asks for, and by what they are told apart."""
    start = draw(DAYS)
    return replace(
        ALL,
        start=start,
        end=start + timedelta(days=draw(st.integers(0, 6))),
        audience=draw(st.sampled_from([tuple(Visibility), (Visibility.PUBLIC,)])),
        by=draw(st.sampled_from(Dimension)),
        district_code=draw(maybe(*DISTRICTS, NOT_SAID)),
        organisation_code=draw(maybe(*ORGANISATIONS, NOT_SAID)),
    )


# --- what pandas makes of it --------------------------------------------------------------------------------------


LAYERS = ("release_areas", "tasks", "project_phases", "eo_items")
COLUMNS = [
    *("code", "effective_date", "release_method", "visibility", "district_code", "depth_cleared_cm", "asset"),
    *("task_code", "squares", "who", "where", "project", "mode", "first_mode", "first_sent_at", "first_at"),
    *("is_polygon", "has_find"),
]


def frame(moment: Moment, end: date) -> pd.DataFrame:
    """Give a row for each release: of whom and where it is, what it says, and what was found in it until a day."""
    known = {layer: moment.standing.get(layer, {}) for layer in LAYERS}
    taken: set[tuple[int, int]] = set()
    rows = []
    standing = known["release_areas"].values()
    for release in sorted(standing, key=lambda one: (one["effective_date"], RANK[one["release_method"]], one["code"])):
        net = release["squares"] - taken
        taken |= net
        task = known["tasks"].get(str(release["task_code"]), {})
        phase = known["project_phases"].get(str(task.get("project_phase_code")), {})
        booked = next((DISTRICTS[column > 1] for column, _ in net), None)
        rows.append(
            release
            | {
                "who": release["organisation"] or task.get("organisation"),
                "where": release["district_code"] or task.get("district_code") or booked,
                "project": phase.get("project_code"),
                "is_polygon": bool(release["squares"])
                and (release["basis"] == "operational" or 2 * len(net) >= len(release["squares"])),
                "has_find": any(is_in(find, release) for find in known["eo_items"].values() if find["found_on"] <= end)
                or bool(release["uxo"]),
                **{f"first_{name}": value for name, value in release["first"].items()},
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def is_in(find: Mapping[str, Any], release: Mapping[str, Any]) -> bool:
    """Say of a find that it counts for a release: it names it, or lies in it as cleared under its task."""
    if not find["is_hazardous"] or find["eo_category"] == "saa":
        return False
    if find["release_area_code"]:
        return bool(find["release_area_code"] == release["code"])
    is_of_task = find["task_code"] is not None and find["task_code"] == release["task_code"]
    return is_of_task and release["release_method"] == ReleaseMethod.CLEARED and find["square"] in release["squares"]


def asked(told: pd.DataFrame, question: QualityQuestion, hidden: set[str]) -> pd.DataFrame:
    """Keep what is asked about, with what it is told apart by."""
    told = told.assign(month=[f"{day:%Y-%m}" for day in told.effective_date])
    told = told[(told.effective_date >= question.start) & (told.effective_date <= question.end)]
    told = told[told.visibility.isin(question.audience) & ~told.code.isin(hidden)]
    for column, code in (("who", question.organisation_code), ("district_code", question.district_code)):
        if code:
            told = told[told[column].fillna(NOT_SAID) == code]
    return told


def local_day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(ZONE)).date()


Told = tuple[float | None, int | None, int]


def figures(told: pd.DataFrame) -> dict[str, Told]:
    """Give value, part and whole of every figure of releases."""
    is_cleared, is_searched = told.release_method == ReleaseMethod.CLEARED, told.release_method.isin(SEARCHED)
    polygons = told[is_cleared & told.is_polygon.astype(bool)]
    return {
        **times(told[told.first_mode != ReviewMode.BULK_LOAD]),
        "bulk_loaded": (int((told.first_mode == ReviewMode.BULK_LOAD).sum()), None, len(told)),
        "release_geometry_pct": part(told, told.squares.map(bool)),
        "release_method_pct": part(told, told.release_method != ReleaseMethod.UNDETERMINED),
        "release_depth_pct": part(told[is_cleared], told[is_cleared].depth_cleared_cm.notna()),
        "release_asset_pct": part(told[is_searched], told[is_searched].asset.map(bool)),
        "release_task_pct": part(told, told.task_code.notna()),
        "cleared_without_find_pct": part(polygons, ~polygons.has_find.astype(bool)),
    }


def part(whole: pd.DataFrame, says: "pd.Series[bool]") -> Told:
    count = int(says.sum())
    return (100 * count / len(whole) if len(whole) else None, count, len(whole))


def times(reviewed: pd.DataFrame) -> dict[str, Told]:
    """Give the median days of what came by review."""
    if reviewed.empty:
        return {figure.name: (None, None, 0) for figure in TIMES}
    approved_on, sent_on = (pd.to_datetime(reviewed[name].map(local_day)) for name in ("first_at", "first_sent_at"))
    worked_on = pd.to_datetime(reviewed.effective_date)
    elapsed = (approved_on - worked_on, sent_on - worked_on, approved_on - sent_on)
    return {
        figure.name: (float(days.dt.days.median()), None, len(reviewed))
        for figure, days in zip(TIMES, elapsed, strict=True)
    }


BY = {Dimension.ORGANISATION: "who", Dimension.DISTRICT: "district_code", Dimension.MONTH: "month"}
Answer = dict[tuple[str, Dimension | None, str | None], Told]


def expected(told: pd.DataFrame, by: Dimension) -> Answer:
    """Give the figures of all together and by a dimension."""
    groups: dict[tuple[Dimension | None, str | None], pd.DataFrame] = {(None, None): told}
    for value, group in told.groupby(told[BY[by]].fillna(NOT_SAID)):
        groups[by, None if value == NOT_SAID else str(value)] = group
    return {
        (name, *whose): one
        for whose, group in groups.items()
        for name, one in figures(group).items()
        if name != WITHOUT_FIND.name or one[2] or whose == (None, None)  # who cleared nothing has no share of it
    }


def found(session: Session, question: QualityQuestion) -> Answer:
    """Give what the service answers."""
    answer = quality(session, question)
    return {
        (value.figure.name, value.by, value.told_of): (value.value, value.part_count, value.whole_count)
        for value in (*answer.figures, *answer.rows)
        if value.figure in OF_RELEASES
    }


OF_RELEASES: list[Figure] = [*TIMES, BULK_LOADED, *(check.figure for check in RELEASE_CHECKS), WITHOUT_FIND]


# --- what must hold -----------------------------------------------------------------------------------------------


@PROPERTY
@given(history=HISTORIES, question=questions(), end=DAYS)
def test_the_counts_are_those_of_pandas_at_every_instant(
    country: Engine,
    history: Any,  # noqa: ANN401 - what is drawn
    question: QualityQuestion,
    end: date,
) -> None:
    with rolled_back(country) as session:
        moments = list(arriving(session, history))
        for place, moment in enumerate(moments):
            later = [one for after in moments[place + 1 :] for one in after.standing.get("release_areas", {}).values()]
            for drawn in (ALL, question):
                asking = replace(drawn, at=moment.at, as_known_at=moment.at)
                hidden = {one["code"] for one in later if one["visibility"] not in asking.audience}
                told = asked(frame(moment, asking.end), asking, hidden)
                assert found(session, asking) == expected(told, asking.by)
            told = frame(moment, end)
            told = told[told.effective_date <= end]
            assert_work(session, moment, end, told)
            assert_yield(session, moment, end, told)
        if moments:
            now = replace(question, at=moments[-1].at)
            told = asked(frame(moments[-1], now.end), now, set())
            assert found(session, now) == expected(told, now.by)
            assert_opens(session, now, figures(told))


def assert_opens(session: Session, question: QualityQuestion, told: Mapping[str, Told]) -> None:
    """See to it that a figure opens as many records as it counts, and says so."""
    of = {value.figure: value for value in quality(session, question).figures}
    for figure in OF_RELEASES:
        value, part_count, whole = told[figure.name]
        behind = {BULK_LOADED: value, WITHOUT_FIND: part_count}.get(figure, whole - (part_count or 0))
        listed = records_behind(session, question, figure)
        assert len(listed) == of[figure].behind_count == behind, figure.name
        assert records_behind(session, question, figure, offset=1, limit=2) == listed[1:3], figure.name


def assert_work(session: Session, moment: Moment, end: date, told: pd.DataFrame) -> None:
    """See to it that approved work counts the releases of each district, organisation and way of review."""
    known = Known(from_on=FIRST_DAY, to_on=end, as_known_at=moment.at)
    counted = told.fillna(NOT_SAID).groupby(["where", "who", "mode"]).size().reset_index().to_numpy().tolist()
    assert sorted(
        [row["district"] or NOT_SAID, row["organisation"] or NOT_SAID, row["review_mode"], row["release_count"]]
        for row in approved_work(session, known)
    ) == sorted(counted)


def assert_yield(session: Session, moment: Moment, end: date, told: pd.DataFrame) -> None:
    """See to it that the cleared polygons of organisations and projects, and those without a find, are counted."""
    cleared = told[(told.release_method == ReleaseMethod.CLEARED) & told.is_polygon.astype(bool)]
    for by, column in ((Scope.ORGANISATION, "who"), (Scope.PROJECT, "project")):
        question = EfficiencyQuestion(start=FIRST_DAY, end=end, by=by, as_known_at=moment.at)
        assert {
            row.scope or NOT_SAID: (row.cleared_polygon_count, row.without_find_count)
            for row in efficiency(session, question).rows
            if row.cleared_polygon_count
        } == {
            whose: (len(group), int((~group.has_find.astype(bool)).sum()))
            for whose, group in cleared.groupby(cleared[column].fillna(NOT_SAID))
        }


RELEASE: dict[str, Any] = {"code": "R", "release_method": "cleared", "basis": "certified", "effective_date": FIRST_DAY}
TASK: dict[str, Any] = {"code": "T-1", "task_type": "clearance", "organisation": "ANAMA", "status": "active"}
PHASE: dict[str, Any] = {"code": "PH-1", "project_code": "PJ-1", "number": 1}
FIND: dict[str, Any] = {"code": "E", "eo_category": "uxo", "quantity": 1}
BEFORE = FIRST_DAY - timedelta(days=1)
AFTER = FIRST_DAY + timedelta(days=1)
FIRST_TOLD = ("ANAMA", "AGM", "PJ-1", True, None)


@pytest.mark.parametrize(
    ("layer", "told", "counted"),
    [
        ("tasks", TASK | {"project_phase_code": "PH-1", "organisation": "MOD"}, ("MOD", *FIRST_TOLD[1:])),
        ("tasks", TASK | {"project_phase_code": "PH-1", "district_code": "FUZ"}, ("ANAMA", "FUZ", "PJ-1", True, None)),
        ("tasks", TASK, ("ANAMA", "AGM", None, True, None)),
        ("project_phases", PHASE | {"project_code": "PJ-2"}, ("ANAMA", "AGM", "PJ-2", True, None)),
        (
            "release_areas",
            RELEASE | {"code": "S", "release_method": "reduced", "effective_date": BEFORE, "geometry": square(0, 0)},
            ("ANAMA", None, "PJ-1", False, None),
        ),
        ("eo_items", FIND | {"found_on": AFTER, "release_area_code": "R"}, (*FIRST_TOLD[:4], AFTER)),
        (
            "eo_items",
            FIND | {"found_on": BEFORE, "task_code": "T-1", "geometry": square(0, 0).centroid},
            (*FIRST_TOLD[:4], FIRST_DAY),
        ),
    ],
    ids=["organisation", "district", "no project", "project", "ground", "find that names it", "find in its task"],
)
def test_a_release_is_counted_otherwise_when_what_it_goes_by_changes(
    country: Engine, layer: str, told: dict[str, Any], counted: tuple[Any, ...]
) -> None:
    with rolled_back(country) as session:
        standing = {"project_phases": PHASE, "tasks": TASK | {"project_phase_code": "PH-1"}}
        approve(session, **{name: [record] for name, record in standing.items()})
        approve(session, release_areas=[RELEASE | {"task_code": "T-1", "geometry": square(0, 0)}])
        assert cleared(session) == FIRST_TOLD
        approve(session, **{layer: [told]})
        assert cleared(session) == counted
        if layer in standing:
            approve(session, **{layer: [standing[layer]]})
        else:
            withdraw(session, layer, told["code"])
        assert cleared(session) == FIRST_TOLD


def cleared(session: Session) -> tuple[Any, ...]:
    """Give whose, where and of which project the one cleared release is counted, whether it stands alone, its find."""
    row = session.execute(
        text("""
            select organisation.code, district.code, project.code, is_polygon, first_find_on
            from release_total
            left join organisation on organisation.id = organisation_id
            left join district on district.id = district_id
            left join project on project.id = project_id
            where upper_inf(recorded) and release_method = 'cleared'
        """)
    ).one()
    return tuple(row)


def test_a_check_of_releases_asks_for_what_is_counted(session: Session) -> None:
    stated = {"organisation": "ANAMA", "district_code": "AGM", "depth_cleared_cm": 20, "asset": ["manual"]}
    whole = {"code": "R", "release_method": "cleared", "effective_date": FIRST_DAY, "task_code": "T-1", **stated}
    approve(session, release_areas=[whole | {"geometry": square(0, 0)}])
    counted = set(session.execute(select(release_total.c.stated)).scalar_one())
    fields = {check.says.field for check in RELEASE_CHECKS if isinstance(check.says, Stated | Listing)}
    assert counted == fields | {"district_id"}


def test_a_renewal_finds_the_counts_as_they_are_and_mends_those_that_are_not(session: Session) -> None:
    release = {"release_method": "cleared", "effective_date": FIRST_DAY, "district_code": "AGM"}
    approve(session, release_areas=[release | {"code": code, "geometry": square(0, 0)} for code in "RST"])
    counts = select(release_total.c.release_count, release_total.c.recorded).order_by(release_total.c.id)
    before = session.execute(counts).all()
    district = {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(0, 0)}
    approve(session, districts=[district])
    assert session.execute(counts).all() == before
    next_stamp(session)
    session.execute(
        text("""
            insert into release_total (effective_date, release_method, visibility, review_mode, first_review_mode,
                first_sent_at, first_approved_at, stated, is_polygon, release_count, recorded)
            select effective_date, 'reduced', visibility, review_mode, first_review_mode, first_sent_at,
                first_approved_at, stated, is_polygon, 5, tstzrange((select max(recorded_at) from ledger_change), null)
            from release_total
        """)
    )
    approve(session, districts=[district | {"name_en": "Agdam"}])
    assert [count for count, recorded in session.execute(counts) if recorded.upper is None] == [3]
