"""How long it takes from the last day of work until a release is approved."""

from bisect import bisect_left
from collections import Counter
from itertools import accumulate
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, cast, func, select

from gis.codelists import ReviewMode
from service.quality.population import RELEASES, population
from service.quality.questions import QualityQuestion
from service.tables import VERSIONS, upload

version = VERSIONS["release_areas"]
first = version.alias("first")
"""The version by which a release was approved for the first time."""


def timed(question: QualityQuestion, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select columns of the releases asked about, joined to the upload of their first approval."""
    first_upload_id = _of_first(version.c.upload_id, first.c.upload_id)
    return population(RELEASES, question, *columns).join(upload, upload.c.id == first_upload_id)


def is_reviewed() -> ColumnElement[bool]:
    """Say of a release that it came by review."""
    return upload.c.review_mode != ReviewMode.BULK_LOAD


def record_times_days(question: QualityQuestion) -> dict[str, ColumnElement[int]]:
    """Give the days that a release took, by figure."""
    approved_at = _of_first(func.lower(version.c.recorded), func.lower(first.c.recorded))
    return times_days(version.c.effective_date, upload.c.created_at, approved_at, zone=question.zone)


def times_days(
    worked_on: ColumnElement[Any], sent_at: ColumnElement[Any], approved_at: ColumnElement[Any], *, zone: str
) -> dict[str, ColumnElement[int]]:
    """Give the days from work to sending and to the first approval, by figure."""
    approved_on, sent_on = (cast(func.timezone(zone, at), Date) for at in (approved_at, sent_at))
    days = {
        "work_to_approval_days": approved_on - worked_on,
        "work_to_sent_days": sent_on - worked_on,
        "sent_to_approval_days": approved_on - sent_on,
    }
    return {name: cast(elapsed, Integer) for name, elapsed in days.items()}


def median(days: Counter[int]) -> float:
    """Give the middle one of days that are counted, or the mean of the middle two.

    Examples
    --------
    >>> median(Counter({2: 1, 5: 3, 30: 1}))
    5.0
    >>> median(Counter({2: 2, 5: 2}))
    3.5
    """
    ordered = sorted(days)
    ends = list(accumulate(days[day] for day in ordered))
    low, high = (ordered[bisect_left(ends, place)] for place in ((ends[-1] + 1) // 2, ends[-1] // 2 + 1))
    return (low + high) / 2


def _of_first(own: ColumnElement[Any], of_first: ColumnElement[Any]) -> ColumnElement[Any]:
    """Give what holds of a release's first version: its own, unless it was corrected, which few are."""
    earlier = select(of_first).where(
        first.c.release_area_id == version.c.release_area_id, first.c.version == 1, version.c.version > 1
    )
    return func.coalesce(earlier.scalar_subquery(), own)
