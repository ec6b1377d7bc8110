"""One period's report: the revisions that were issued, the preview with its checks, and issuing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from gis.codelists import Language
from gis.language import LANGUAGES
from gis.period_words import period_name
from gis.periods import Period, following, previous
from service.access import Action, require, sees_internal
from service.ledger.known import KnownAt, latest_known
from service.problems import NotFound, WrongParameter
from service.reports import flow
from service.reports.asked import named, report_kind, report_period
from service.reports.checks.check import Finding
from service.reports.content import Content, Subject
from service.reports.flow import ReportOrder
from service.reports.formats import ReportFormat
from service.reports.issued import Issued, frozen_content, issued_on, report_page
from service.reports.kinds import KINDS
from service.reports.page import said_by
from service.reports.scope import Scope
from service.reports.verify import verify
from service.web.asked import EMPTY_IS_NONE, Choice, address, words_of_choice
from service.web.page import Page, PageDependency, see_other
from service.web.report_picker import ReportChoice
from service.web.reports import MARK, refused

router = APIRouter(include_in_schema=False)


class EditionChoice(Choice):
    """What a reader chose; what is left out is the last revision, or the preview where nothing was issued."""

    revision: Annotated[int | None, EMPTY_IS_NONE] = None
    preview: bool = False
    verified: bool = False


class ScopeChoice(BaseModel):
    """What the report covers."""

    district: str = ""
    organisation: str = ""
    project: str = ""

    @property
    def told(self) -> str:
        """Give it as the field of a form has it."""
        return next((f"{name}{MARK}{code}" for name, code in self if code), "")


class IssueForm(BaseModel):
    """What the report officer sends.

    Attributes
    ----------
    as_known_at
        Of the preview that was read, so that exactly its figures are frozen.
    check, answer
        The codes of the checks that need a reason, and the reasons, in the same order.
    """

    has_read: bool = False
    reason: str = ""
    as_known_at: Annotated[KnownAt, EMPTY_IS_NONE] = None
    check: list[str] = []
    answer: list[str] = []


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A report, and what was issued on it, the last revision first."""

    subject: Subject
    scope: Scope
    issued: Sequence[Issued]

    @property
    def here(self) -> str:
        """Give its page."""
        return report_page(self.subject)

    def on(self, period: Period) -> str:
        """Give the page of the same report on another period."""
        return report_page(Subject(self.subject.kind, period, self.subject.scope))

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
        last = self.issued[0].revision if self.issued else 0
        raise NotFound(
            f"This report has no revision {number}; the last is {last}.",
            f"Bu hesabatın {number} nömrəli redaksiyası yoxdur; sonuncusu {last} nömrəlidir.",
        )


def reported(page: PageDependency, kind: str, period: str, *, scope: Annotated[ScopeChoice, Query()]) -> Reported:
    """Give the report that an address stands for."""
    of = report_kind(kind)
    flow.require_reader(of, page.actor)
    on = report_period(period, KINDS[of], page.settings)
    asked = Scope.asked(**scope.model_dump())
    subject = Subject(of, on, asked)
    found = named(page.session, asked, KINDS[of], at=latest_known(page.session))
    return Reported(subject=subject, scope=found, issued=issued_on(page.session, subject))


@router.get("/reports/{kind}/{period}")
def report(
    page: PageDependency,
    kind: str,
    period: str,
    *,
    scope: Annotated[ScopeChoice, Query()],
    choice: Annotated[EditionChoice, Query()],
) -> Response:
    """Show an issued revision, or the report as it would be issued now or would have been at an instant.

    What cannot be reported on is said beside the form that leads to other reports.
    """
    try:
        return _show(page, reported(page, kind, period, scope=scope), choice)
    except WrongParameter as problem:
        if problem.members.get("parameter") not in {"kind", "period", *ScopeChoice.model_fields, "scope"}:
            raise
        return refused(page, ReportChoice(kind=kind, period=period, scope=scope.told), problem)


def _show(page: Page, asked: Reported, choice: EditionChoice) -> HTMLResponse:
    at = choice.known_at(page)
    if choice.preview or at or not (asked.issued or choice.revision):
        return _show_preview(page, asked, at)
    shown = asked.revision(choice.revision)
    content = frozen_content(page.session, shown.id)
    return page.show(
        "report.html",
        shown=shown,
        content=content,
        verification=verify(page.session, shown, page.settings) if choice.verified else None,
        path=f"/api/v1/reports/{shown.id}",
        query="",
        **_around(page, asked, content),
    )


@router.post("/reports/{kind}/{period}")
def issue(
    page: PageDependency, asked: Annotated[Reported, Depends(reported)], form: Annotated[IssueForm, Form()]
) -> Response:
    """Issue the report that was read: its figures are frozen."""
    actor = require(page.actor, Action.ISSUE_REPORT)
    if not form.has_read:
        raise WrongParameter(
            "Say that you have read the preview and its checks. Nothing was issued.",
            "Öncədən baxışı və yoxlamaları oxuduğunuzu təsdiqləyin. Heç nə dərc olunmadı.",
            parameter="has_read",
        )
    order = ReportOrder(
        kind=asked.subject.kind,
        period=asked.subject.period.label,
        scope=asked.subject.scope,
        as_known_at=form.as_known_at,
        revision_reason=form.reason,
        accept=dict(zip(form.check, form.answer, strict=False)),
    )
    issued = flow.issue(page.session, order, actor=actor, settings=page.settings, now=page.now)
    return see_other(issued.page)


def _show_preview(page: Page, asked: Reported, as_known_at: datetime | None) -> HTMLResponse:
    subject = asked.subject
    order = ReportOrder(kind=subject.kind, period=subject.period.label, scope=subject.scope, as_known_at=as_known_at)
    content = flow.preview(page.session, order, settings=page.settings, now=page.now).content
    # Checks name records and uploads that are not public.
    checks = flow.look_over(page.session, content, page.settings) if sees_internal(page.actor) else ()
    return page.show(
        "report.html",
        shown=None,
        content=content,
        path=f"/api/v1/reports/preview/{subject.kind}/{subject.period.label}",
        query=address("", **subject.scope.stored, as_known_at=content.as_known_at.isoformat())[1:] + "&",
        checks=checks,
        blocking=[check for check in checks if check.finding is Finding.BLOCKS],
        wanting=[check for check in checks if check.finding is Finding.NEEDS_REASON],
        as_known_at=as_known_at,
        **_around(page, asked, content),
    )


def _around(page: Page, asked: Reported, content: Content) -> dict[str, Any]:
    """Give what the page says around the report."""
    before, after = previous(asked.subject.period), following(asked.subject.period)
    return {
        **words_of_choice(page),
        "reported": asked,
        "kind": KINDS[asked.subject.kind],
        "languages": LANGUAGES,
        "formats": ReportFormat,
        "tables": _tables(page, content),
        "period_name": lambda period: period_name(period, page.language),
        "earlier": before if before.start > page.settings.cumulative_origin else None,
        "later": after if after.start <= page.today else None,
        "press": press_texts(content),
        "told": lambda words: words.told(page.language),
        "scope_name": _scope_name(asked.scope, page.language),
        "Finding": Finding,
    }


def press_texts(content: Content) -> dict[Language, tuple[str, ...]]:
    """Give what a report says for the press, in each language; nothing where its kind has nothing to say."""
    told = {language: said_by(KINDS[content.kind].press, content, language) for language in LANGUAGES}
    return {language: paragraphs for language, paragraphs in told.items() if paragraphs}


def _tables(page: Page, content: Content) -> dict[str, str]:
    """Name the tables of a report."""
    parts = KINDS[content.kind].every_part
    return {part.key: part.title(content, page.language) for part in parts if part.is_told(content)}


def _scope_name(scope: Scope, language: Language) -> str:
    return scope.name_az if language == "az" else scope.name_en
