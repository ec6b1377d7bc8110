"""Released ground as the ledger counts it, of what a map is narrowed to."""

from datetime import date

from sqlalchemy.orm import Session

from gis.codelists import Account
from service.maps.queries import MapQuestion
from service.progress.queries import progress
from service.progress.questions import Dimension, ProgressQuestion, Row

ACCOUNT = Account.OPERATIONAL
"""The account of every figure on the map: all approved work."""


def released_rows(
    session: Session, question: MapQuestion, *, by: tuple[Dimension, ...], since: date, until: date
) -> list[Row]:
    """Give the rows of `progress` for what the map is narrowed to, of a period; its own days of work come first."""
    selection = question.selection
    start, end = selection.from_on or since, min(until, selection.to_on or until)
    if start > end:
        return []
    task = selection.task_code
    asked = ProgressQuestion(
        start=start,
        end=end,
        by=(*by, Dimension.TASK) if task else by,
        account=ACCOUNT,
        as_known_at=question.moment.as_known_at,
        district_codes=(selection.district_code,) if selection.district_code else None,
        release_methods=selection.methods or None,
        organisation_codes=(selection.organisation_code,) if selection.organisation_code else None,
        project_codes=(selection.project_code,) if selection.project_code else None,
    )
    rows = progress(session, asked).rows
    return [row for row in rows if task is None or row[Dimension.TASK] == task]
