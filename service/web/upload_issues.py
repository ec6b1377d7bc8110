"""The issues of an upload as its page shows them: by kind, the gravest first, and only as many as one reads."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.issues import KINDS, Issue, IssueKind
from gis.text import capitalised_text
from service.uploads.issue_filter import EVERY_ISSUE, IssueFilter
from service.web import queries

FIRST = 5
BRACES = re.compile(r"\{[^}]*\}")
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class IssueGroup:
    """The issues of one kind.

    Attributes
    ----------
    issues
        The first of them, or those of the page asked for.
    page, page_count
        Which part they are, from 1.
    """

    kind: IssueKind
    count: int
    issues: list[Issue]
    page: int = 1

    def summary(self, language: Language) -> str:
        """Give the first sentence of the kind, with dots for what differs from feature to feature."""
        text = self.kind.az if language == "az" else self.kind.en
        fields = {issue.field for issue in self.issues}
        if len(fields) == 1:
            text = text.replace("{field}", fields.pop() or "")
        return capitalised_text(BRACES.sub("…", text.split(". ")[0]).rstrip("."), language)

    @property
    def page_count(self) -> int:
        """Give the number of pages that all issues of the kind fill."""
        return -(-self.count // PAGE)


def issue_groups(session: Session, upload_id: UUID, asked: IssueFilter = EVERY_ISSUE) -> list[IssueGroup]:
    """Give every kind of issue that is asked for, with its count and its first issues."""
    first = queries.first_issues(session, upload_id, asked, limit=FIRST)
    return [
        IssueGroup(
            kind=KINDS[row.kind], count=row.issue_count, issues=[issue for issue in first if issue.kind == row.kind]
        )
        for row in queries.issue_counts(session, upload_id, asked)
    ]


def issue_group(session: Session, upload_id: UUID, asked: IssueFilter, *, page: int) -> IssueGroup | None:
    """Give one page of the issues of the kind that is asked for, if the upload has any of it."""
    counts = queries.issue_counts(session, upload_id, asked)
    if not counts:
        return None
    issues = queries.issues_asked(session, upload_id, asked, offset=(page - 1) * PAGE, limit=PAGE)
    return IssueGroup(kind=KINDS[counts[0].kind], count=counts[0].issue_count, issues=issues, page=page)
