"""What is looked at before a report is issued, over HTTP, by command, on schedule and on the page alike."""

from collections.abc import Mapping
from types import MappingProxyType

from service.reports.checks.agreement import agrees, is_over
from service.reports.checks.check import Check, Finding, Look
from service.reports.checks.earlier import has_changed, jumps
from service.reports.checks.records import errors, has_work, silent_districts, waiting, without_outline
from service.reports.checks.totals import cumulative
from service.reports.content import Content
from service.reports.gathering import Gathered

__all__ = ["LOOKED_FOR", "Check", "Finding", "checks"]

LOOKED_FOR: Mapping[str, Look] = MappingProxyType(
    {
        "period-over": is_over,
        "no-work": has_work,
        "RPT-01": agrees,
        "unchanged": has_changed,
        "RPT-02": cumulative,
        "jump": jumps,
        "open-errors": errors,
        "in-review": waiting,
        "silent-districts": silent_districts,
        "without-outline": without_outline,
    }
)
"""Every check by the code that it is known by."""


def checks(gathered: Gathered, content: Content) -> tuple[Check, ...]:
    """Look at a report before it is issued; the gravest finding first."""
    looked = ((code, look(gathered, content)) for code, look in LOOKED_FOR.items())
    found = [Check(code=code, **vars(one)) for code, one in looked if one]
    gravity = list(Finding)
    return tuple(sorted(found, key=lambda check: gravity.index(check.finding)))
