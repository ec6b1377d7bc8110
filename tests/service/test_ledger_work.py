"""Released ground by who worked: whatever happened, it is at every instant what plain frames of the records give."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, Numeric, Table, cast, select
from sqlalchemy.orm import Session

from gis.codelists import Account
from gis.treaties import TreatyView
from service.figures.items import Known
from service.figures.late import late
from service.progress.queries import progress
from service.progress.questions import Dimension, ProgressQuestion
from service.sql import statement
from service.tables import IDENTITIES, LISTS, VERSIONS, ledger_entry
from tests.service.histories import GROUND, PROPERTY, release_areas, rolled_back
from tests.service.records import approve, renew, withdraw

FIRST_DAY, LAST_DAY = date(2021, 3, 24), date(2021, 5, 6)
"""Between them a month ends on a Wednesday and one on a Friday."""
DAYS = st.dates(FIRST_DAY, LAST_DAY)
PERIODS = st.tuples(DAYS, DAYS).map(sorted) | st.sampled_from(
    [[date(2021, 4, 5), date(2021, 4, 11)], [date(2021, 4, 1), date(2021, 4, 30)], [FIRST_DAY, LAST_DAY]]
)
ORGANISATIONS, PROJECTS, PHASES, TASKS = ("O-1", "O-2"), ("P-1", "P-2"), ("PH-1", "PH-2"), ("T-1", "T-2", "T-3")
RELEASES = [f"RA-{number}" for number in range(1, 7)]
ASKED: Sequence[Mapping[str, Any]] = (
    {"by": (Dimension.ORGANISATION, Dimension.WEEK, Dimension.CONTAMINATION_CLASS)},
    {"by": (Dimension.PROJECT_PHASE, Dimension.MONTH, Dimension.DISTRICT), "organisation_codes": ("O-1",)},
    {"by": (Dimension.TASK, Dimension.DAY, Dimension.METHOD), "project_codes": ("P-1",)},
    {"by": (Dimension.ORGANISATION, Dimension.METHOD), "view": TreatyView.APMBC},
)
TYPES = ("cause", "types_before", "id_of_version")
"""What says which types ground counts of: outside recorded hazard those that the release searched for."""
OF_PLAN = ("task", "project_phase", "project", "account", "method")
ROUNDED_M2 = 0.005
"""By as much answers that are printed may differ."""
LABELS = {Dimension.DAY: "%Y-%m-%d", Dimension.WEEK: "%G-W%V", Dimension.MONTH: "%Y-%m"}

Change = tuple[str, Mapping[str, dict[str, Any] | None]]
"""A layer, and its records by their codes; a missing one is a withdrawal."""


# --- what is drawn, and how it arrives ----------------------------------------------------------------------------


@st.composite
def releases(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a release, whose organisation and task are stated or not."""
    who = {
        "organisation": draw(st.none() | st.sampled_from(ORGANISATIONS)),
        "task_code": draw(st.none() | st.sampled_from(TASKS)),
    }
    return draw(release_areas()) | {"effective_date": draw(DAYS), "accepted_on": draw(st.none() | DAYS)} | who


def tasks() -> st.SearchStrategy[dict[str, Any]]:
    who = {"organisation": st.sampled_from(ORGANISATIONS), "project_phase_code": st.none() | st.sampled_from(PHASES)}
    return st.fixed_dictionaries({"task_type": st.just("clearance"), "status": st.just("active"), **who})


def phases() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"project_code": st.sampled_from(PROJECTS), "number": st.just(1)})


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Draw what one approval or withdrawal of one layer brings."""
    layer, codes, records = draw(
        st.sampled_from(
            [("release_areas", RELEASES, releases()), ("tasks", TASKS, tasks()), ("project_phases", PHASES, phases())]
        )
    )
    return layer, draw(st.dictionaries(st.sampled_from(codes), st.none() | records, min_size=1, max_size=4))


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Draw changes that begin with releases, on ground of which some was recorded as hazardous."""
    area = {"classification": "cha", "contamination_types": ["ap_mine"], "identified_on": FIRST_DAY}
    first = draw(st.dictionaries(st.sampled_from(RELEASES), releases(), min_size=3))
    begun: list[Change] = [
        ("hazardous_areas", {"HA-1": area | {"geometry": draw(GROUND)}}),
        ("tasks", draw(st.dictionaries(st.sampled_from(TASKS), tasks(), min_size=1))),
        ("release_areas", first),
    ]
    return begun + draw(st.lists(changes(), min_size=1, max_size=4))


def arriving(session: Session, history: Sequence[Change]) -> Iterator[datetime]:
    """Let one thing arrive after the other, and give the stamp of each."""
    approve(
        session,
        organisations=[{"code": code, "type": "ngo", "name_en": code} for code in ORGANISATIONS],
        projects=[{"code": code, "name_en": code} for code in PROJECTS],
    )
    standing: set[str] = set()
    for layer, records in history:
        told = [{"code": code, **record} for code, record in records.items() if record]
        gone = [code for code, record in records.items() if not record and code in standing]
        if told:
            yield approve(session, **{layer: told})
        if gone:
            yield withdraw(session, layer, *gone)
        standing = (standing | records.keys()) - set(gone)


# --- what plain frames make of it ---------------------------------------------------------------------------------


def known(session: Session, table: Table, at: datetime, *names: str) -> pd.DataFrame:
    """Give the rows of a table that were known at an instant, looked at one by one."""
    rows = session.execute(select(*(table.c[name] for name in names), table.c.recorded)).all()
    return pd.DataFrame([row[:-1] for row in rows if at in row.recorded], columns=list(names), dtype=object)


def codes(session: Session, layer: str) -> dict[Any, str]:
    identity = IDENTITIES[layer].c
    return {row.id: row.code for row in session.execute(select(identity.id, identity.code))}


def entries(session: Session, at: datetime) -> pd.DataFrame:
    """Give the entries of released ground with all that their records said, as known at an instant."""
    area_m2 = cast(ledger_entry.c.area_m2, Numeric)
    exact = {row.id: row.m2 for row in session.execute(select(ledger_entry.c.id, area_m2.label("m2")))}
    of_entry = ("id", "account", "cause", "release_area_id", "effective_date", "district_id", "types_before")
    frame = known(session, ledger_entry, at, *of_entry, "release_method", "contamination_class")
    frame = frame[frame["cause"].isin(["released", "released_outside"])]
    release = known(session, VERSIONS["release_areas"], at, "id", "release_area_id", "organisation_id", "task_id")
    task = known(session, VERSIONS["tasks"], at, "task_id", "organisation_id", "project_phase_id")
    phase = known(session, VERSIONS["project_phases"], at, "project_phase_id", "project_id")
    frame = frame.merge(release, on="release_area_id", suffixes=("", "_of_version"))
    frame = frame.merge(task, on="task_id", how="left", suffixes=("", "_of_task"))
    frame = frame.merge(phase, on="project_phase_id", how="left")
    who = frame["organisation_id"].where(frame["organisation_id"].notna(), frame["organisation_id_of_task"])
    targets, searched = LISTS["release_areas", "target_types"].c, defaultdict[Any, set[str]](set)
    for row in session.execute(select(targets.version_id, targets.target_type)):
        searched[row.version_id].add(row.target_type)
    days = pd.Series(frame["effective_date"].tolist(), index=frame.index, dtype=object)
    return frame.assign(
        area_m2=frame["id"].map(exact),
        organisation=who.map(codes(session, "organisations")),
        task=frame["task_id"].map(codes(session, "tasks")),
        project_phase=frame["project_phase_id"].map(codes(session, "project_phases")),
        project=frame["project_id"].map(codes(session, "projects")),
        district=frame["district_id"].map(codes(session, "districts")),
        method=frame["release_method"],
        types=frame[[*TYPES]].apply(
            lambda row: frozenset(row.types_before if row.cause == "released" else searched[row.id_of_version]),
            axis=1,
            result_type="reduce",
        ),
        **{dimension: [f"{day:{label}}" for day in days] for dimension, label in LABELS.items()},
    )


def narrowed(frame: pd.DataFrame, question: ProgressQuestion) -> pd.DataFrame:
    """Give what of entries a question is about."""
    is_asked = (frame["account"] == question.account) & frame["effective_date"].between(question.start, question.end)
    if question.organisation_codes:
        is_asked &= frame["organisation"].isin(question.organisation_codes)
    if question.project_codes:
        is_asked &= frame["project"].isin(question.project_codes)
    if question.view:
        is_asked &= frame["types"].map(question.view.holds).astype(bool)
    return frame[is_asked.astype(bool)]


def rows(frame: pd.DataFrame, by: Sequence[str]) -> dict[tuple[str | None, ...], float]:
    """Add up the exact square metres of entries."""
    sums: dict[tuple[str | None, ...], Decimal] = {}
    for *values, area_m2 in frame[[*by, "area_m2"]].itertuples(index=False):
        key = tuple(None if pd.isna(value) else str(value) for value in values)
        sums[key] = sums.get(key, Decimal(0)) + area_m2
    return {key: float(area_m2) for key, area_m2 in sums.items()}


# --- what must hold -----------------------------------------------------------------------------------------------


@PROPERTY
@given(
    history=histories(),
    period=PERIODS,
    account=st.sampled_from(Account),
    chosen=st.sampled_from([{"organisation": "O-1"}, {"project": "P-1"}]),
)
def test_at_every_instant_it_is_what_the_entries_and_records_say(
    country: Engine, history: list[Change], period: list[date], account: Account, chosen: dict[str, str]
) -> None:
    start, end = period
    with rolled_back(country) as session:
        frames = {at: entries(session, at) for at in list(arriving(session, history))}
        for at, frame in frames.items():
            for asked in ASKED:
                question = ProgressQuestion(start=start, end=end, account=account, as_known_at=at, **asked)
                answer = progress(session, question)
                found = {tuple(row[name] for name in question.by): row["area_m2"] for row in answer.rows}
                assert found == rows(narrowed(frame, question), question.by), question
        planned = session.execute(statement("plan_released"), {"as_of": end, "as_known_at": at})
        of_tasks = frame[frame["task"].notna() & (frame["effective_date"] <= end)]
        assert {tuple(row[:-1]): row.area_m2 for row in planned} == rows(of_tasks, OF_PLAN)
        for since_at, at in pairwise(frames):
            part = Known(from_on=start, to_on=end, as_known_at=at, **chosen)
            see_late_data(session, part, since_at, changed(frames[at], frames[since_at], part, chosen))
        renew(session)
        assert session.execute(statement("audit_totals"), {"finding_limit": 9}).all() == []


def changed(
    now: pd.DataFrame, then: pd.DataFrame, part: Known, chosen: Mapping[str, str]
) -> Mapping[str | None, list[float]]:
    """Give by how much each release of a part of the work grew or shrank, by week."""
    told = pd.concat([now, then.assign(area_m2=-then["area_m2"])])
    ((name, code),) = chosen.items()
    is_asked = (told["account"] == Account.OPERATIONAL) & (told[name] == code)
    of_part = told[is_asked & told["effective_date"].between(part.from_on, part.to_on)]
    weeks: dict[str | None, list[float]] = defaultdict(list)
    for (_, _, _, week), area_m2 in rows(of_part, ("release_area_id", "day", "method", "week")).items():
        if area_m2:
            weeks[week].append(area_m2)
    return weeks


def see_late_data(
    session: Session, part: Known, since_at: datetime, weeks: Mapping[str | None, Sequence[float]]
) -> None:
    """See that late data of a part of the work is what its releases grew and shrank by, week by week."""
    answer = late(session, part, since_at)
    assert answer
    assert {one.week: (one.areas.released_m2, one.taken.released_m2) for one in answer.weeks} == {
        week: pytest.approx((sum(areas_m2), -sum(min(area_m2, 0) for area_m2 in areas_m2)), abs=ROUNDED_M2)
        for week, areas_m2 in weeks.items()
    }
