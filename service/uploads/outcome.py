"""What becomes of a checked file: all of it goes on, some, or nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from gis.codelists import Severity
from gis.issues import KINDS, Issue


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What becomes of a checked file.

    Attributes
    ----------
    is_rejected
        Nothing of it goes on to review.
    features
        All its features; of a partial upload that goes on, those with errors have the change `left_out`.
    counts
        What came in, what of it goes on, and how many issues were found.
    """

    is_rejected: bool
    features: pd.DataFrame
    counts: dict[str, int]


def outcome_of(features: pd.DataFrame, issues: Sequence[Issue], *, is_partial: bool) -> Outcome:
    """Decide on a file: one error rejects all of it, or in a partial upload only the feature that has it.

    A partial upload is rejected as well when an error is of the whole file, or no feature is without one.

    Parameters
    ----------
    features
        With their `change`, as `service.uploads.changes.compared` gives them.
    issues
        All that were found.
    """
    at_fault = {issue.index for issue in issues if KINDS[issue.kind].severity == Severity.ERROR}
    is_all = None in at_fault or at_fault.issuperset(features.index)
    is_rejected = bool(at_fault) and (is_all or not is_partial)
    if not is_rejected:
        left_out = features["change"].mask(features.index.isin(at_fault), "left_out")
        features = features.assign(change=left_out)
    return Outcome(
        is_rejected=is_rejected,
        features=features,
        counts={
            "features": len(features),
            **_accepted(features.iloc[:0] if is_rejected else features),
            **_found(issues),
        },
    )


def _accepted(features: pd.DataFrame) -> dict[str, int]:
    counts = {str(change): int(count) for change, count in features["change"].value_counts().items()}
    by_change = {change: counts.get(change, 0) for change in ("new", "changed", "unchanged", "left_out")}
    return {"accepted": len(features) - by_change["left_out"], **by_change}


def _found(issues: Sequence[Issue]) -> dict[str, int]:
    """Count the issues by severity; one feature may have several."""
    counts = Counter(KINDS[issue.kind].severity for issue in issues)
    return {f"{severity.value}s": counts[severity] for severity in Severity}
