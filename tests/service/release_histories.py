"""Histories of releases with their tasks, projects and finds that Hypothesis draws, and how they reach the service."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from gis.codelists import ReleaseMethod, ReviewMode, Visibility
from tests.service.records import approve, square, withdraw

FIRST_DAY = date(2021, 3, 1)
DAYS = st.integers(0, 5).map(lambda days: FIRST_DAY + timedelta(days=days))
NOW = datetime.now(UTC)
DISTRICTS, ORGANISATIONS, TASKS, PHASES = ("AGM", "FUZ"), ("ANAMA", "MOD"), ("T-1", "T-2"), ("PH-1", "PH-2")


def maybe(*values: object) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


# --- what is drawn ------------------------------------------------------------------------------------------------


@st.composite
def releases(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a release on squares of a grid: those of columns -1 to 1 are in one district, 2 and 3 in the other."""
    column, width = draw(st.sampled_from([(-1, 3), *((column, 1) for column in range(-1, 4))]))
    is_drawn, row = draw(st.integers(0, 4)) > 0, draw(st.integers(0, 1))
    return {
        "release_method": draw(st.sampled_from(ReleaseMethod)),
        "effective_date": draw(DAYS),
        "basis": draw(st.sampled_from(["operational", "certified"])),
        "visibility": draw(st.sampled_from(Visibility)),
        "organisation": draw(maybe(*ORGANISATIONS)),
        "district_code": draw(maybe(*DISTRICTS)),
        "task_code": draw(maybe(*TASKS)),
        "depth_cleared_cm": draw(maybe(20)),
        "asset": draw(st.sampled_from([(), ("manual",), ("mdd", "manual")])),
        "uxo": draw(maybe(0, 2)),
        "geometry": square(column, row, width=width) if is_drawn else None,
        "squares": frozenset((column + step, row) for step in range(width)) if is_drawn else frozenset(),
    }


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a find: named by a release, or somewhere in a task, in the middle of a square."""
    column, row = draw(st.integers(-1, 3)), draw(st.integers(0, 1))
    return {
        "eo_category": draw(st.sampled_from(["uxo", "ap_mine", "saa"])),
        "is_hazardous": draw(st.booleans()),
        "quantity": 1,
        "found_on": FIRST_DAY + timedelta(days=draw(st.integers(0, 9))),
        "release_area_code": draw(maybe("R-1", "R-2")),
        "task_code": draw(maybe(*TASKS)),
        "geometry": square(column, row).centroid,
        "square": (column, row),
    }


def tasks() -> st.SearchStrategy[dict[str, Any]]:
    stated = {"organisation": st.sampled_from(ORGANISATIONS), "district_code": maybe(*DISTRICTS)}
    fixed = {"task_type": st.just("clearance"), "status": st.just("active"), "project_phase_code": maybe(*PHASES)}
    return st.fixed_dictionaries(stated | fixed)


def phases() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"project_code": st.sampled_from(["PJ-1", "PJ-2"]), "number": st.just(1)})


def change(layer: str, codes: Sequence[str], record: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[Any]:
    """Draw an approval of some records of a layer; a missing one is withdrawn."""
    return st.tuples(st.just(layer), st.dictionaries(st.sampled_from(codes), st.none() | record, min_size=1))


RELEASES = change("release_areas", [f"R-{number}" for number in range(1, 9)], releases())
CHANGES = (
    RELEASES
    | RELEASES
    | change("eo_items", ["E-1", "E-2", "E-3"], items())
    | change("tasks", TASKS, tasks())
    | change("project_phases", PHASES, phases())
)
SENT = st.fixed_dictionaries(
    {
        "review_mode": st.sampled_from(ReviewMode),
        "created_at": st.integers(0, 40).map(lambda days: NOW - timedelta(days=days)),
    }
)
HISTORIES = st.lists(st.tuples(SENT, CHANGES), min_size=2, max_size=9)


# --- how it arrives -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What stands from an instant on, by layer and code; releases know how they came, and how they first came."""

    at: datetime
    standing: Mapping[str, Mapping[str, dict[str, Any]]]


def arriving(session: Session, history: Any) -> Iterator[Moment]:  # noqa: ANN401 - what is drawn
    standing: dict[str, dict[str, dict[str, Any]]] = {}
    first: dict[str, dict[str, Any]] = {}
    for sent, (layer, records) in history:
        known = standing.get(layer, {})
        gone = [code for code, record in records.items() if record is None and code in known]
        if gone:
            at = withdraw(session, layer, *gone)
            known = {code: record for code, record in known.items() if code not in gone}
            standing = {**standing, layer: known}
            yield Moment(at=at, standing=standing)
        rows = {code: {"code": code, **record} for code, record in records.items() if record}
        if rows:
            at = approve(session, sent, **{layer: list(rows.values())})
            for code in rows:
                first.setdefault(code, {"sent_at": sent["created_at"], "at": at, "mode": sent["review_mode"]})
            rows = {code: row | {"mode": sent["review_mode"], "first": first[code]} for code, row in rows.items()}
            standing = {**standing, layer: {**known, **rows}}
            yield Moment(at=at, standing=standing)
