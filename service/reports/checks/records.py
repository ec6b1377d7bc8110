"""Whether the records of a period are ready: errors, uploads that wait, districts that sent nothing."""

from datetime import timedelta
from functools import partial
from typing import Any

from gis.language import LANGUAGES
from gis.text import number_text
from service.reports.checks.check import Finding, Found, Said, has_key_figures, worded
from service.reports.content import Content, Words
from service.reports.gathering import Gathered
from service.reports.parts.key_figures import KEY, PERIOD
from service.reports.scope import ScopeKind
from service.sql import statement

WEEKS_BACK = timedelta(weeks=4)
"""Who worked so short a time ago is expected to have worked in the period too."""


def has_work(_gathered: Gathered, content: Content) -> Found | None:
    """Look whether any approved work is recorded."""
    if not has_key_figures(content) or content.has_work:
        return None
    words = worded("No approved work is recorded in the period: the report prints dashes, which are not zero.")
    return Found(finding=Finding.LOOK, words=words)


def errors(gathered: Gathered, _content: Content) -> Found:
    """Look for errors that stand in the records of the period."""
    rows = _asked(gathered, "check_errors")
    if not rows:
        words = worded("No error stands in the records of the period.")
        return Found(finding=Finding.FINE, words=words)
    words = worded(
        "Errors that stand in records of the period: {count}. The first: {records}.",
        count=partial(number_text, rows[0]["error_count"]),
        records=", ".join(f"{row['code']} ({row['rule']})" for row in rows),
    )
    opens = f"/records/{rows[0]['layer']}/{rows[0]['code']}"
    return Found(finding=Finding.NEEDS_REASON, words=words, opens=opens)


def waiting(gathered: Gathered, _content: Content) -> Found:
    """Look for work of the period that waits for review, and is in no figure."""
    row = next(iter(_asked(gathered, "check_waiting")), None)
    if row is None:
        words = worded("No work of the period waits for review.")
        return Found(finding=Finding.FINE, words=words)
    words = worded(
        "Work of the period waits for review and is in no figure: uploads {uploads}, records {records}.",
        uploads=partial(number_text, row["upload_count"]),
        records=partial(number_text, row["all_count"]),
    )
    opens = f"/review/{row['id']}" if row["upload_count"] == 1 else "/review"
    return Found(finding=Finding.NEEDS_REASON, words=words, opens=opens)


def silent_districts(gathered: Gathered, content: Content) -> Found | None:
    """Look for districts in which work goes on, and that have none in the period."""
    if content.scope.kind is not ScopeKind.COUNTRY or not has_key_figures(content):
        return None
    start = content.period.start
    days = {"from_on": start - WEEKS_BACK, "to_on": start - timedelta(days=1)}
    active = {row["code"] for row in _asked(gathered, "check_districts", **days)}
    worked = {row["district"] for row in (*gathered.work, *gathered.released.rows, *gathered.disposed)}
    silent = [code for code in gathered.districts if code in active - worked]
    if not silent:
        words = worded("Every district with an active task, or with work in the four weeks before, has approved work.")
        return Found(finding=Finding.FINE, words=words)
    words = worded(
        "No approved work in districts with an active task, or with work in the four weeks before: {districts}.",
        districts=_names(gathered, silent).told,
    )
    return Found(finding=Finding.LOOK, words=words, opens="/uploads")


def without_outline(_gathered: Gathered, content: Content) -> Found | None:
    """Look for ground that was reported without an outline."""
    if not has_key_figures(content):
        return None
    area = content.table(KEY).cell("without_geometry", PERIOD)
    if not area.value:
        return None
    words = worded("Reported without an outline, and printed apart: {area} ha.", area=area.printed.told)
    return Found(finding=Finding.LOOK, words=words)


def _asked(gathered: Gathered, name: str, **days: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - days of a statement
    values: dict[str, Said | Any] = {**vars(gathered.edition.known), **days}
    return [dict(row) for row in gathered.session.execute(statement(name), values).mappings()]


def _names(gathered: Gathered, codes: list[str]) -> Words:
    names = [gathered.districts[code].words for code in codes]
    return Words(**{language: ", ".join(name.told(language) for name in names) for language in LANGUAGES})
