"""Reports written in a process of their own, so that whoever looks at the map waits for none of them.

Setting pages, and writing documents and workbooks, takes a processor whole. The process that answers requests passes
that on to others that are less urgent than itself, and holds no connection to the database meanwhile. The first of them
writes a report that nobody sees as soon as requests are answered, so that whoever asks first does not wait for its
imports, fonts and plans.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from multiprocessing import get_context
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from gis.periods import last_complete_week
from service.beside import begin_beside
from service.db import make_engine, make_sessions
from service.problems import TooManyReports
from service.reports import flow
from service.reports.flow import Document, ReportOrder
from service.reports.formats import ReportFormat, ReportLanguage
from service.settings import Settings

PRINTED = frozenset({ReportFormat.PDF, ReportFormat.DOCX, ReportFormat.XLSX})
"""What takes long to write."""
MOST_AT_ONCE = 24
"""Reports that are written or wait; each holds a thread of the process that was asked, of which there are 40."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A report that was asked for: an issued one by its id, or one to be made."""

    report: UUID | ReportOrder
    now: datetime

    def document(self, session: Session, settings: Settings) -> Document:
        """Give what it says.

        Raises
        ------
        NotFound, WrongParameter
            If there is no such report.
        """
        if isinstance(self.report, UUID):
            return flow.issued_document(session, self.report)
        return flow.preview(session, self.report, settings=settings, now=self.now)


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A report as a file."""

    name: str
    content: bytes


def write(
    session: Session, wanted: Wanted, *, language: ReportLanguage, file_format: ReportFormat, settings: Settings
) -> Copy:
    """Write a report, here."""
    document = wanted.document(session, settings)
    content = flow.rendered(session, document, language=language, file_format=file_format, settings=settings)
    return Copy(name=document.file_name(file_format.value, language=language), content=content)


class Writers:
    """Processes that write reports; to be closed.

    Parameters
    ----------
    settings
        With the database that the processes read.
    """

    def __init__(self, settings: Settings, *, most_at_once: int = MOST_AT_ONCE) -> None:
        self._settings = settings
        self._places = threading.BoundedSemaphore(most_at_once)
        self._starting = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Give itself; nothing is started yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End its processes."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def begin(self, now: datetime) -> None:
        """Start the first process, without waiting for it: it writes last week's bulletin, for practice."""
        last_week = last_complete_week(self._settings.local_date(now))
        practice = Wanted(report=ReportOrder(kind="weekly", period=last_week.label), now=now)
        self._started().submit(_write, self._settings, practice, language="en", file_format=ReportFormat.PDF)

    def write(self, wanted: Wanted, *, language: ReportLanguage, file_format: ReportFormat) -> Copy:
        """Write a report; whoever asks waits, and holds nothing.

        Raises
        ------
        TooManyReports
            If too many wait already.
        Problem
            As `write`.
        """
        if not self._places.acquire(blocking=False):
            raise TooManyReports(
                "Too many reports are being written at once. Try again in half a minute.",
                "Hazırda həddən çox hesabat hazırlanır. Yarım dəqiqədən sonra yenidən cəhd edin.",
            )
        try:
            return self._written(partial(_write, self._settings, wanted, language=language, file_format=file_format))
        finally:
            self._places.release()

    def _written(self, written: Callable[[], Copy]) -> Copy:
        """Have it written; where the process was killed, for want of memory, another one tries once more."""
        pool = self._started()
        try:
            return pool.submit(written).result()
        except BrokenProcessPool:
            return self._started(instead_of=pool).submit(written).result()

    def _started(self, *, instead_of: ProcessPoolExecutor | None = None) -> ProcessPoolExecutor:
        """Give the pool, started once, and again in place of one that broke."""
        with self._starting:
            if self._pool is None or self._pool is instead_of:
                # Spawned, not forked: threads and connections of this process are none of its business.
                self._pool = ProcessPoolExecutor(_process_count(), get_context("spawn"), begin_beside, (__name__,))
            return self._pool


def _process_count() -> int:
    """Leave a processor to those who look at the map."""
    return max(1, (os.cpu_count() or 1) - 1)


# --- in the other process -----------------------------------------------------------------------------------------


@cache
def _sessions(database_url: str) -> sessionmaker[Session]:
    return make_sessions(make_engine(database_url))


def _write(settings: Settings, wanted: Wanted, *, language: ReportLanguage, file_format: ReportFormat) -> Copy:
    with _sessions(settings.database_url).begin() as session:
        return write(session, wanted, language=language, file_format=file_format, settings=settings)
