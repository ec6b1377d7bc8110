"""One period's report: the revisions that were issued, the preview with its checks, and issuing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from gis.codelists import Language, ReportKind
from gis.language import LANGUAGES
from gis.periods import Period, following, previous
from service.access import Action, require
from service.ledger.known import KnownAt
from service.problems import NotFound, WrongParameter
from service.reports import flow
from service.reports.content import Content, Subject
from service.reports.flow import ReportOrder, report_kind, report_period
from service.reports.issued import Issued, frozen_content, issued_on
from service.reports.kinds import KINDS
from service.web.asked import EMPTY_IS_NONE, Choice, address, words_of_choice
from service.web.page import Page, PageDependency, see_other
from service.web.report_checks import Earlier, Finding, checks
from service.web.reports import report_address

router = APIRouter(include_in_schema=False)


class EditionChoice(Choice):
    """What a reader chose; what is left out is the last revision, or the preview where nothing was issued."""

    revision: Annotated[int | None, EMPTY_IS_NONE] = None
    preview: bool = False


class IssueForm(BaseModel):
    """What the report officer sends.

    Attributes
    ----------
    as_known_at
        Of the preview that was read, so that exactly its figures are frozen.
    """

    has_read: bool = False
    reason: str = ""
    as_known_at: Annotated[KnownAt, EMPTY_IS_NONE] = None


@dataclass(frozen=True, kw_only=True)
class Files:
    """Where a report is given in its languages and formats."""

    path: str
    as_known_at: str | None = None

    def file(self, file_format: str, language: Language) -> str:
        """Give the address of a rendering."""
        return address(f"{self.path}.{file_format}", as_known_at=self.as_known_at, lang=language)


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A period of a kind of report, and what was issued on it, the last revision first."""

    kind: ReportKind
    period: Period
    issued: Sequence[Issued]

    def context(self, page: Page) -> dict[str, Any]:
        """Give what the page says around the report."""
        is_over = self.period.end < page.today
        return {
            **words_of_choice(page),
            "reported": self,
            "languages": LANGUAGES,
            "here": report_address(self.kind, self.period.label),
            "earlier": report_address(self.kind, previous(self.period).label),
            "later": report_address(self.kind, following(self.period).label) if is_over else None,
        }

    def revision(self, number: int | None) -> Issued:
        """Give a revision; the last when none is named.

        Raises
        ------
        NotFound
            If there is none of that number.
        """
        for one in self.issued:
            if number in {None, one.revision}:
                return one
        last = self.issued[0].revision
        raise NotFound(
            f"This report has no revision {number}; the last is {last}.",
            f"Bu hesabatın {number} nömrəli redaksiyası yoxdur; sonuncusu {last} nömrəlidir.",
        )


def reported(page: PageDependency, kind: str, period: str) -> Reported:
    """Give the report that an address stands for."""
    of = report_kind(kind)
    on = report_period(period, KINDS[of], page.settings)
    return Reported(kind=of, period=on, issued=issued_on(page.session, Subject(of, on)))


@router.get("/reports/{kind}/{period}")
def report(
    page: PageDependency, asked: Annotated[Reported, Depends(reported)], choice: Annotated[EditionChoice, Query()]
) -> HTMLResponse:
    """Show an issued revision, or the report as it would be issued now or would have been at an instant."""
    at = choice.known_at(page)
    if choice.preview or at or not asked.issued:
        return _show_preview(page, asked, at)
    shown = asked.revision(choice.revision)
    return page.show(
        "report.html",
        shown=shown,
        content=frozen_content(page.session, shown.id),
        files=Files(path=f"/api/v1/reports/{shown.id}"),
        **asked.context(page),
    )


@router.post("/reports/{kind}/{period}")
def issue(
    page: PageDependency, asked: Annotated[Reported, Depends(reported)], form: Annotated[IssueForm, Form()]
) -> Response:
    """Issue the report that was read: its figures are frozen."""
    actor = require(page.actor, Action.ISSUE_REPORT)
    _require_answers(form, is_revision=bool(asked.issued))
    order = ReportOrder(
        kind=asked.kind,
        period=asked.period.label,
        as_known_at=form.as_known_at,
        revision_reason=form.reason.strip() or None,
    )
    issued = flow.issue(page.session, order, actor=actor, settings=page.settings, now=page.now)
    return see_other(report_address(asked.kind, asked.period.label, issued.revision))


def _show_preview(page: Page, asked: Reported, as_known_at: datetime | None) -> HTMLResponse:
    order = ReportOrder(kind=asked.kind, period=asked.period.label, as_known_at=as_known_at)
    content = flow.preview(page.session, order, settings=page.settings, now=page.now).content
    before = issued_on(page.session, Subject(asked.kind, previous(asked.period)))
    earlier = Earlier(same=_last(page, asked.issued), before=_last(page, before))
    return page.show(
        "report.html",
        shown=None,
        content=content,
        files=Files(
            path=f"/api/v1/reports/preview/{asked.kind}/{asked.period.label}",
            as_known_at=content.as_known_at.isoformat(),
        ),
        checks=checks(page, content, earlier),
        finding=Finding,
        as_known_at=as_known_at,
        **asked.context(page),
    )


def _last(page: Page, issued: Sequence[Issued]) -> tuple[Issued, Content] | None:
    return (issued[0], frozen_content(page.session, issued[0].id)) if issued else None


def _require_answers(form: IssueForm, *, is_revision: bool) -> None:
    if not form.has_read:
        raise WrongParameter(
            "Say that you have read the preview and its checks. Nothing was issued.",
            "Öncədən baxışı və yoxlamaları oxuduğunuzu təsdiqləyin. Heç nə dərc olunmadı.",
            parameter="has_read",
        )
    if is_revision and not form.reason.strip():
        raise WrongParameter(
            "The period was issued before: write why it is issued again. Nothing was issued.",
            "Bu dövr artıq dərc olunub: niyə yenidən dərc olunduğunu yazın. Heç nə dərc olunmadı.",
            parameter="reason",
        )
