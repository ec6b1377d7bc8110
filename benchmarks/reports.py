"""How soon a bulletin is there, and what it costs others: `python -m benchmarks.reports --counts 100000 1000000`.

Three answers, each beside a floor of the same run: the database's time for all figures of a bulletin of the country,
asked of records of each size in turns, for it must not grow with the record; a PDF with map and charts in a warm
process, beside Typst alone on the very pages; and what twenty PDFs asked for at once do to a map that is being looked
at.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event

import httpx2
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from benchmarks.maps import filled
from benchmarks.measuring import machine
from benchmarks.tiles import answering
from gis.periods import Period, week, weeks_until
from service.db import make_engine, make_sessions
from service.reports import flow
from service.reports.flow import ReportOrder
from service.reports.formats import ReportFormat
from service.reports.page import Page
from service.reports.pdf import pdf_document
from service.settings import Settings
from service.throwaway import throwaway_cluster

GOAL_DATABASE_MS, GOAL_GROWN, GOAL_OVER_TYPST, GOAL_SLOWED = 50.0, 1.5, 3.0, 2.0
AT_ONCE = 20
PORT = 8394
TILE = "/tiles/release_areas/7/80/48.mvt"
LOOKED_AT = ("/maps/overview?lang=en", "/maps/contents", TILE)
"""What a map asks for when it is opened."""


@dataclass
class DatabaseTime:
    """Counts statements, and adds up the seconds in which the database was waited for."""

    seconds: float = 0.0
    statements: int = 0

    def watch(self, engine: Engine) -> None:
        """Count what an engine asks from now on."""
        started = 0.0

        def before(*_: object) -> None:
            nonlocal started
            started = time.perf_counter()

        def after(*_: object) -> None:
            self.seconds += time.perf_counter() - started
            self.statements += 1

        event.listen(engine, "before_cursor_execute", before)
        event.listen(engine, "after_cursor_execute", after)


def report_figures(session: Session, order: ReportOrder) -> flow.Document:
    """Make the figures of a bulletin."""
    return flow.preview(session, order, settings=Settings(_env_file=None), now=datetime.now(UTC))


@dataclass
class Figures:
    """Makes the figures of a bulletin on one database, and keeps the seconds that each time took."""

    engine: Engine
    watched: DatabaseTime = field(default_factory=DatabaseTime)
    database_s: list[float] = field(default_factory=list)
    whole_s: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.watched.watch(self.engine)

    def make(self, order: ReportOrder) -> None:
        """Make them once more."""
        self.watched.seconds, self.watched.statements = 0.0, 0
        with make_sessions(self.engine).begin() as session:
            self.whole_s.append(_seconds(partial(report_figures, session, order)))
        self.database_s.append(self.watched.seconds)

    @property
    def database_ms(self) -> float:
        """Give the median of the database's time; the first was cold."""
        return 1000 * statistics.median(self.database_s[1:])

    @property
    def whole_ms(self) -> float:
        """Give the median of all time."""
        return 1000 * statistics.median(self.whole_s[1:])


def figures_made(urls: Sequence[str], order: ReportOrder, *, repetitions: int) -> list[Figures]:
    """Make figures on each database in turns, so that whatever else the machine does slows all of them alike."""
    made = [Figures(make_engine(url)) for url in urls]
    for _ in range(repetitions + 1):
        for figures in made:
            figures.make(order)
    for figures in made:
        figures.engine.dispose()
    return made


def pdf_s(engine: Engine, order: ReportOrder, *, repetitions: int) -> tuple[float, float, int]:
    """Give the medians of a rendering and of Typst alone on such pages, in turns, and the bytes of the last PDF.

    Each is of another week, for Typst remembers what it has set before.
    """
    ours, floor, size = [], [], 0
    weeks = iter(weeks_until(week(order.period), 2 * (repetitions + 1)))
    with make_sessions(engine).begin() as session:
        for _ in range(repetitions + 1):
            document, _pages = _manuscript(session, next(weeks))
            write = partial(flow.rendered, session, document, language="en", file_format=ReportFormat.PDF)
            ours.append(_seconds(partial(write, settings=Settings(_env_file=None))))
            document, pages = _manuscript(session, next(weeks))
            laid_out, at = pages(), document.content.as_known_at
            floor.append(_seconds(partial(pdf_document, laid_out, at)))
            size = len(pdf_document(laid_out, at))
    return statistics.median(ours[1:]), statistics.median(floor[1:]), size


def _manuscript(session: Session, of: Period) -> tuple[flow.Document, Callable[[], tuple[Page, ...]]]:
    """Give the bulletin of a week, and what lays its pages out."""
    document = report_figures(session, ReportOrder(kind="weekly", period=of.label))
    settings = Settings(_env_file=None)
    manuscript = flow.manuscript(session, document, languages=("en",), has_map=True, settings=settings)
    return document, manuscript.laid_out


def _seconds(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


# --- others who look at the map -----------------------------------------------------------------------------------


@contextmanager
def serving(url: str) -> Iterator[str]:
    """Serve a database in a process of its own, as `landrelease serve` does."""
    program = [sys.executable, "-c", "from service.cli import app; app()", "serve"]
    with answering(PORT, program, DATABASE_URL=url, PORT=str(PORT)) as address:
        yield address


def look(address: str, until: Event) -> list[float]:
    """Open a map again and again, and give the seconds of each opening."""
    seconds = []
    with httpx2.Client(base_url=address, timeout=120) as client:
        while not until.is_set():
            started = time.perf_counter()
            for path in LOOKED_AT:
                client.get(path).raise_for_status()
            seconds.append(time.perf_counter() - started)
    return seconds


def looked(address: str, during: Callable[[], object]) -> float:
    """Give the median seconds of opening a map while something else is done."""
    is_over = Event()
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(look, address, is_over)
        during()
        is_over.set()
        return statistics.median(looking.result())


def many_pdfs(address: str, order: ReportOrder) -> float:
    """Ask for many PDFs at once, and give the seconds until the last is there."""

    def ask(number: int) -> None:
        path = f"/api/v1/reports/preview/{order.kind}/{order.period}.pdf?lang={('en', 'az')[number % 2]}"
        httpx2.get(f"{address}{path}", timeout=600).raise_for_status()

    return _seconds(lambda: list(ThreadPoolExecutor(AT_ONCE).map(ask, range(AT_ONCE))))


# --- what is printed ----------------------------------------------------------------------------------------------


def compare_figures(urls: Mapping[int, str], order: ReportOrder, *, repetitions: int) -> None:
    """Print what figures take at every count, and how much more at the last than at the first."""
    made = dict(zip(urls, figures_made(list(urls.values()), order, repetitions=repetitions), strict=True))
    for count, figures in made.items():
        print(f"{count:,} release areas, bulletin of {order.period}; {repetitions} repetitions in turns")
        told = _met(is_met=figures.database_ms <= GOAL_DATABASE_MS, goal=f"≤ {GOAL_DATABASE_MS:.0f}")
        statements = figures.watched.statements
        print(f"  figures, in the database {figures.database_ms:8.1f} ms   {statements} statements   {told}")
        print(f"  figures in all           {figures.whole_ms:8.1f} ms")
    least, most = min(made), max(made)
    if least != most:
        grown = made[most].database_ms / made[least].database_ms
        told = _met(is_met=grown <= GOAL_GROWN, goal=f"≤ {GOAL_GROWN} for {most / least:.0f} times the record")
        print(f"  at {most:,} over {least:,}: ratio {grown:.2f}   {told}", flush=True)


def compare_beside(url: str, count: int, order: ReportOrder, *, repetitions: int) -> None:
    """Print what a PDF and many of them take on one database."""
    engine = make_engine(url)
    print(f"{count:,} release areas, documents of {order.period}")
    ours, floor, size = pdf_s(engine, order, repetitions=repetitions)
    told = _met(is_met=ours <= GOAL_OVER_TYPST * floor, goal=f"≤ {GOAL_OVER_TYPST:.0f} times Typst")
    print(f"  PDF, warm                {1000 * ours:8.1f} ms   {size:,} bytes")
    print(f"  Typst alone              {1000 * floor:8.1f} ms   ratio {ours / floor:.2f}   {told}")
    engine.dispose()
    with serving(url) as address:
        many_pdfs(address, order)  # warms what makes them
        alone = looked(address, lambda: time.sleep(10))
        took: list[float] = []
        beside = looked(address, lambda: took.append(many_pdfs(address, order)))
    told = _met(is_met=beside <= GOAL_SLOWED * alone, goal=f"≤ {GOAL_SLOWED:.0f} times alone")
    print(f"  {AT_ONCE} PDFs at once         {took[0]:8.1f} s")
    print(f"  a map, alone             {1000 * alone:8.1f} ms")
    print(f"  a map, beside them       {1000 * beside:8.1f} ms   ratio {beside / alone:.2f}   {told}", flush=True)


def _met(*, is_met: bool, goal: str) -> str:
    return f"{goal}: {'met' if is_met else 'NOT met'}"


def main() -> None:
    """Measure the figures of all counts in turns, then the documents of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[100_000])
    parser.add_argument("--database", nargs="+", help="filled already, one for each count")
    parser.add_argument("--week", default="2025-W43")
    parser.add_argument("--repetitions", type=int, default=11)
    options = parser.parse_args()
    print(f"Medians; {machine()}")
    order = ReportOrder(kind="weekly", period=options.week)
    with ExitStack() as stack:
        urls = dict(zip(options.counts, options.database, strict=True)) if options.database else {}
        for count in options.counts if not urls else ():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            urls[count] = stack.enter_context(filled(stack.enter_context(throwaway_cluster()), folder, count))
        compare_figures(urls, order, repetitions=options.repetitions)
        for count, url in urls.items():
            compare_beside(url, count, order, repetitions=options.repetitions)


if __name__ == "__main__":
    main()
