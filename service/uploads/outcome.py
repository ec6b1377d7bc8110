"""What becomes of a checked file: all of it goes on, some, or nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from gis.codelists import Severity
from gis.issues import KINDS, Issue

CHANGES = ("new", "changed", "unchanged", "left_out", "withdrawn")


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
    accepted = features.iloc[:0] if is_rejected else features
    return Outcome(
        is_rejected=is_rejected,
        features=features,
        counts={"features": len(features), **counts_of(Counter(accepted["change"]), issues)},
    )


def counts_of(changes: Mapping[str, int], issues: Sequence[Issue]) -> dict[str, int]:
    """Give what goes on by change, and how many issues there are by severity; one feature may have several.

    Parameters
    ----------
    changes
        How many features have each `change`, of those that go on or are left out.
    """
    by_change = {change: changes.get(change, 0) for change in CHANGES}
    found = Counter(KINDS[issue.kind].severity for issue in issues)
    by_severity = {f"{severity.value}s": found[severity] for severity in Severity}
    return {"accepted": sum(changes.values()) - by_change["left_out"], **by_change, **by_severity}
