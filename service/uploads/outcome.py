"""What becomes of a checked file: all of it goes on, some, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from gis.codelists import Severity
from service.uploads import queries

CHANGES = ("new", "changed", "unchanged", "left_out", "withdrawn")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What becomes of a checked file.

    Attributes
    ----------
    is_rejected
        Nothing of it goes on to review.
    counts
        What came in, what of it goes on, and how many issues were found.
    """

    is_rejected: bool
    counts: dict[str, int]


def settled(session: Session, upload_id: UUID, *, is_partial: bool) -> Outcome:
    """Decide on a staged upload: one error rejects all of it, or in a partial one only the feature that has it.

    A partial upload is rejected as well when an error is of the whole file, or no feature is without one.
    """
    found = queries.severity_counts(session, upload_id)
    changes = queries.change_counts(session, upload_id)
    feature_count = sum(changes.values())
    is_whole, faulty_count = queries.faults(session, upload_id)
    is_rejected = is_whole or (faulty_count > 0 and (not is_partial or faulty_count >= feature_count))
    if faulty_count and not is_rejected:
        queries.leave_out_faulty(session, upload_id)
        changes = queries.change_counts(session, upload_id)
    counts = counts_of({} if is_rejected else changes, found)
    return Outcome(is_rejected=is_rejected, counts={"features": feature_count, **counts})


def counts_of(changes: Mapping[str, int], found: Mapping[Severity, int]) -> dict[str, int]:
    """Give what goes on by change, and how many issues there are by severity; one feature may have several.

    Parameters
    ----------
    changes
        How many features have each `change`, of those that go on or are left out.
    found
        How many issues have each severity.
    """
    by_change = {change: changes.get(change, 0) for change in CHANGES}
    by_severity = {f"{severity.value}s": found.get(severity, 0) for severity in Severity}
    return {"accepted": sum(changes.values()) - by_change["left_out"], **by_change, **by_severity}


NOTHING_YET = {"features": 0, **counts_of({}, {})}
"""The counts of an upload that has not been read."""
