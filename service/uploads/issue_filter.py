"""Which issues of an upload are meant."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_

from gis.codelists import Severity
from service.tables import upload_issue


@dataclass(frozen=True, kw_only=True)
class IssueFilter:
    """What is asked of issues; what is left out asks for all.

    Attributes
    ----------
    rule
        As users quote it: `GEO-01`.
    kind
        The name of a kind of issue.
    feature
        A part of a feature's code, or its number in the file, from 1, as people count.
    """

    severity: Severity | None = None
    rule: str | None = None
    kind: str | None = None
    feature: str | None = None

    def of(self, upload_id: UUID) -> ColumnElement[bool]:
        """Give the condition on the issues of an upload."""
        issue = upload_issue.c
        asked = [issue.upload_id == upload_id]
        asked += [issue.severity == self.severity] if self.severity else []
        asked += [issue.rule == self.rule] if self.rule else []
        asked += [issue.kind == self.kind] if self.kind else []
        return and_(*asked, *self._of_feature())

    def _of_feature(self) -> list[ColumnElement[bool]]:
        said = (self.feature or "").strip()
        if not said:
            return []
        in_code = upload_issue.c.feature_code.icontains(said, autoescape=True)
        is_number = said.isascii() and said.isdigit() and int(said) <= 2**31
        return [or_(in_code, upload_issue.c.position == int(said) - 1) if is_number else in_code]


EVERY_ISSUE = IssueFilter()
