"""The steps of `benchmarks.ledger` that ask it, and the statements that answer from entries and outlines themselves."""

import os
import statistics
import sys
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, cast

import psycopg
from sqlalchemy import Connection, event, select, text
from sqlalchemy.orm import Session

from benchmarks.generated import DAYS, FIRST_DAY, WEEK
from benchmarks.measuring import TODAY, Figures, session_on
from gis.codelists import Account
from service.cli import app
from service.progress.queries import contamination, progress
from service.progress.questions import ContaminationQuestion, Dimension, ProgressQuestion
from service.tables import ledger_change

RUNS: Final = 9
"""How often a question is asked in one process, after a first time that is not measured."""
MIDDLE: Final = FIRST_DAY + timedelta(days=DAYS // 2)
LAST_DAY: Final = FIRST_DAY + timedelta(days=DAYS - 1)
BY: Final = (Dimension.DISTRICT, Dimension.WEEK, Dimension.METHOD)
ENTRIES: Final = """
select district.code, to_char(effective_date, 'IYYY-"W"IW') as week, release_method, sum(area_m2::numeric) as area_m2
from ledger_entry
left join district on district.id = district_id
where account = 'operational' and cause in ('released', 'released_outside') and upper_inf(recorded)
group by district.code, week, release_method
"""
REMAINING: Final = """
select sum(st_area(coalesce(st_difference(p.geom, released.ground), p.geom)::geography)) as area_m2
from hazard_piece p
cross join lateral (
    select st_union(g.ground) as ground
    from ground g
    where g.ground && p.geom and st_intersects(g.ground, p.geom) and g.effective_date <= %(as_of)s
) released
"""


def ask_all(url: str, _: Path) -> Generator[Figures, None, None]:
    """Ask for the progress of the whole period by district, week and method."""
    yield from _asked(url, lambda session: _progress(session, FIRST_DAY, TODAY))


def ask_week(url: str, _: Path) -> Generator[Figures, None, None]:
    """Ask for the progress of one week."""
    yield from _asked(url, lambda session: _progress(session, LAST_DAY - timedelta(days=WEEK - 1), LAST_DAY))


def group_entries(url: str, _: Path) -> Generator[Figures, None, None]:
    """Group the entries themselves by district, week and method."""
    yield from _asked(url, lambda session: float(sum(row.area_m2 for row in session.execute(text(ENTRIES)))))


def ask_past(url: str, _: Path) -> Generator[Figures, None, None]:
    """Ask for the progress of the whole period as it was known before the last change."""
    before = select(ledger_change.c.recorded_at).order_by(ledger_change.c.recorded_at.desc()).offset(1).limit(1)

    def ask(session: Session) -> float:
        known = session.scalars(before).one()
        question = ProgressQuestion(start=FIRST_DAY, end=TODAY, by=BY, as_known_at=known)
        return progress(session, question).total_m2

    yield from _asked(url, ask)


def ask_remaining(url: str, _: Path) -> Generator[Figures, None, None]:
    """Ask for the contamination that remained in the middle of the period, by classification."""
    question = ContaminationQuestion(as_of=MIDDLE, account=Account.OPERATIONAL)
    yield from _asked(url, lambda session: contamination(session, question).total_m2)


def subtract_released(url: str, _: Path) -> Generator[Figures, None, None]:
    """Take all that was released until the middle of the period from every piece: once to warm up, and once more."""
    with psycopg.connect(url) as connection:
        connection.execute(REMAINING, {"as_of": MIDDLE})
        yield {}
        row = connection.execute(REMAINING, {"as_of": MIDDLE}).fetchone()
        yield {"m2": row[0] if row else 0.0}


def audit(url: str, _: Path) -> Generator[Figures, None, None]:
    """Audit the ledger as the command does; what it finds ends the measuring."""
    os.environ["DATABASE_URL"] = url
    yield {}
    with redirect_stdout(sys.stderr):
        if app(["audit"], standalone_mode=False):
            sys.exit("The ledger is wrong.")
    yield {}


def _progress(session: Session, start: date, end: date) -> float:
    return progress(session, ProgressQuestion(start=start, end=end, by=BY)).total_m2


def _asked(url: str, ask: Callable[[Session], float]) -> Generator[Figures, None, None]:
    """Ask often; find the answer, and for one answer the seconds that pass, and those of planning and running it."""
    with session_on(url) as session:
        ask(session)
        yield {}
        started = time.perf_counter()
        for _run in range(RUNS):
            ask(session)
        wall_s = (time.perf_counter() - started) / RUNS
        with _sent(session.connection()) as statements:
            m2 = ask(session)
        runs = [[_plan(session.connection(), *sent) for sent in statements] for _run in range(RUNS)]
        yield {
            "m2": m2,
            "wall_s": wall_s,
            "planned_s": _seconds(runs, "Planning"),
            "run_s": _seconds(runs, "Execution"),
        }


@contextmanager
def _sent(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    """Give a list of the statements that go to the database meanwhile, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: object, statement: str, parameters: Any, *_more: object) -> None:  # noqa: ANN401 - whatever it takes
        statements.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def _plan(connection: Connection, statement: str, parameters: Any) -> Mapping[str, float]:  # noqa: ANN401 - whatever it takes
    """Give what PostgreSQL says of how it runs a statement."""
    explained = f"explain (analyze, timing off, format json) {statement}"
    (plan,) = connection.exec_driver_sql(explained, parameters).scalar_one()
    return cast("Mapping[str, float]", plan)


def _seconds(runs: Sequence[Sequence[Mapping[str, float]]], part: str) -> float:
    """Give the seconds that all statements of an answer together take to plan or to run: the median of the runs."""
    return statistics.median(sum(plan[f"{part} Time"] for plan in plans) for plans in runs) / 1000
