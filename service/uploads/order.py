"""What is asked of an upload, and what a reviewer answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from gis.checks import Thresholds
from gis.codelists import ReviewMode
from gis.mapping import Answers

EVERY_RULE = "*"
"""Stands for all rules whose warnings are accepted at once."""


@dataclass(frozen=True, kw_only=True)
class UploadOrder:
    """What to do with a file that came in.

    Attributes
    ----------
    layer
        A layer's name.
    file_name
        As the sender calls it; shown, never opened.
    is_check
        Only tell what is wrong and what would change; it can never be submitted.
    is_partial
        Leave out the features with errors instead of rejecting all.
    answers
        What a person said about how the file is to be read, and which repairs are made.
    replaces_id
        The returned upload that this one answers.
    revision_reason
        Why known records come again with other content; a feature may give its own.
    review
        How many people the installation wants on the road to approval.
    district_tolerance_m
        How far from every district ground may lie.
    thresholds
        From where on the rules speak in this installation.
    queue_bytes
        Larger files of many features are left to the worker; missing: none is.
    """

    layer: str
    file_name: str
    is_check: bool = False
    is_partial: bool = False
    answers: Answers = field(default_factory=Answers)
    replaces_id: UUID | None = None
    revision_reason: str | None = None
    review: ReviewMode = ReviewMode.THREE_PEOPLE
    district_tolerance_m: float = 3_000
    thresholds: Thresholds = field(default_factory=Thresholds)
    queue_bytes: int | None = None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What the person who moves an upload says to it.

    Attributes
    ----------
    reason
        Why; needed to return and to withdraw.
    accepted_warnings
        The written acceptance of the open warnings: one text for all, or one for each rule.
    district_tolerance_m
        The installation's word on how far from every district ground counts in the nearest.
    """

    reason: str | None = None
    accepted_warnings: str | Mapping[str, str] | None = None
    district_tolerance_m: float = 3_000

    def acceptances(self) -> dict[str, str]:
        """Give the acceptances by rule, `*` for all; empty texts accept nothing."""
        said = self.accepted_warnings or {}
        by_rule = {EVERY_RULE: said} if isinstance(said, str) else said
        return {rule: text.strip() for rule, text in by_rule.items() if text.strip()}
