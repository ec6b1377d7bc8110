"""The archive of issued reports, and the way to the report of a kind, a period and a scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Self
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field, PositiveInt

from gis.codelists import ReportKind
from gis.language import LANGUAGES
from gis.period_words import period_name
from gis.periods import last_complete_week
from gis.text import sort_key
from service.ledger.known import latest_known
from service.problems import WrongParameter
from service.reports import flow
from service.reports.archive import Archive, issued_count, issued_reports, issued_years, last_revisions
from service.reports.asked import report_kind
from service.reports.content import Subject
from service.reports.formats import ReportFormat
from service.reports.issued import Issued, last_issued, report_page
from service.reports.kinds import KINDS
from service.reports.queries import names_of
from service.reports.scope import Scope, ScopeKind
from service.web.asked import EMPTY_IS_NONE
from service.web.page import Page, PageDependency, see_other
from service.web.report_picker import ReportChoice, last_over, near, picker

router = APIRouter(include_in_schema=False)

PAGE = 100
MARK = ":"
"""Stands between what a scope is one of and its code."""


class ArchiveChoice(BaseModel):
    """Which issued reports are listed; what is left out narrows nothing."""

    kind: Annotated[ReportKind | None, EMPTY_IS_NONE] = None
    year: Annotated[int | None, Field(ge=1900, le=2999), EMPTY_IS_NONE] = None
    scope: str = ""
    part: PositiveInt = 1

    @property
    def query(self) -> str:
        """Give it for an address, without the page."""
        return urlencode(self.model_dump(mode="json", exclude_defaults=True, exclude={"part"}))


@dataclass(frozen=True, kw_only=True)
class Scopes:
    """What reports can be made for, by name in the reader's language."""

    groups: dict[ScopeKind, dict[str, str]]

    @classmethod
    def load(cls, page: Page, kinds: Sequence[ScopeKind] = tuple(ScopeKind)) -> Self:
        """Read the names of what some kinds of scopes can be."""
        at = latest_known(page.session)
        groups: dict[ScopeKind, dict[str, str]] = {}
        for kind in kinds:
            if kind is not ScopeKind.COUNTRY:
                names = names_of(page.session, kind, at)
                told = {code: getattr(name, page.language) for code, name in names.items()}
                groups[kind] = dict(sorted(told.items(), key=lambda item: sort_key(item[1], page.language)))
        return cls(groups=groups)

    def of(self, scope: Scope, whole: str) -> str:
        """Name a scope; the country by the words that are given."""
        return self.groups.get(scope.kind, {}).get(scope.code or "", scope.code or whole)


def scope_of(told: str) -> Scope:
    """Give the scope that a field of a form stands for: nothing, or `district:AGM`."""
    kind, _, code = told.partition(MARK)
    return Scope(kind=ScopeKind(kind), code=code) if code and kind in set(ScopeKind) else Scope()


@router.get("/reports")
def reports(page: PageDependency, choice: Annotated[ArchiveChoice, Query()]) -> Response:
    """List the issued reports, and offer the way to any other."""
    asked = ReportChoice(kind=choice.kind or ReportKind.WEEKLY)
    return _show(page, choice, asked)


@router.get("/reports/picker")
def period_fields(page: PageDependency, asked: Annotated[ReportChoice, Query()]) -> Response:
    """Show the fields of the period for another kind of report."""
    return page.show("report_picker.html", asked=asked, refusal=None, **picker(KINDS[report_kind(asked.kind)], page))


@router.get("/reports/open")
def open_report(page: PageDependency, asked: Annotated[ReportChoice, Query()]) -> Response:
    """Open the report that was chosen; what is none is said beside its field."""
    try:
        kind = KINDS[report_kind(asked.kind)]
        period = asked.asked(kind, page)
    except WrongParameter as problem:
        return refused(page, asked, problem)
    return see_other(report_page(Subject(kind.code, period, scope_of(asked.scope))))


def refused(page: Page, asked: ReportChoice, refusal: WrongParameter) -> Response:
    """Show why there is no such report, the form as it was filled in, and the reports that are nearest.

    They are of the same part of the work, unless it is that part of which there is none.
    """
    is_scope_known = refusal.members.get("parameter") in {"kind", "period"}
    nearest = near(asked, page, scope_of(asked.scope) if is_scope_known else Scope())
    return _show(page, ArchiveChoice(), asked, refusal=refusal, nearest=nearest)


def _show(
    page: Page,
    choice: ArchiveChoice,
    asked: ReportChoice,
    *,
    refusal: WrongParameter | None = None,
    nearest: Sequence[Subject] = (),
) -> Response:
    readable = flow.readable_kinds(page.actor)
    scope = scope_of(choice.scope)
    archive = Archive(
        kinds=[kind for kind in readable if choice.kind in {None, kind}],
        year=choice.year,
        scope=scope if scope.code else None,
    )
    count = issued_count(page.session, archive)
    part_count = max(1, -(-count // PAGE))
    part = min(choice.part, part_count)
    listed = issued_reports(page.session, archive, limit=PAGE, offset=(part - 1) * PAGE)
    return page.show(
        "reports.html",
        status=200 if refusal is None else refusal.status,
        choice=choice,
        asked=asked,
        refusal=refusal and refusal.detail[page.language],
        nearest=nearest,
        report_page=report_page,
        kinds=readable,
        reports=listed,
        count=count,
        part=part,
        part_count=part_count,
        years=issued_years(page.session),
        last_revision=last_revisions(page.session, listed) if listed else {},
        scopes=Scopes.load(page),
        last_week=report_page(Subject(ReportKind.WEEKLY, last_complete_week(page.today))),
        due=due_reports(page) if choice == ArchiveChoice() and not refusal else [],
        mark=MARK,
        formats=ReportFormat,
        languages=LANGUAGES,
        period_name=lambda period: period_name(period, page.language),
        **picker(KINDS[asked.known_kind], page),
    )


@dataclass(frozen=True, kw_only=True)
class Due:
    """A report on the last period that is over, and what was issued on it, if anything."""

    subject: Subject
    issued: Issued | None

    @property
    def page(self) -> str:
        """Give the address of its page."""
        return report_page(self.subject)


def due_reports(page: Page) -> list[Due]:
    """Give the reports that have a rhythm, each on the last period that is over."""
    kinds = [KINDS[code] for code in flow.readable_kinds(page.actor)]
    subjects = [Subject(kind.code, last_over(kind, page.today)) for kind in kinds if len(kind.units) == 1]
    begun = [one for one in subjects if one.period.start > page.settings.cumulative_origin]
    return [Due(subject=one, issued=last_issued(page.session, one)) for one in begun]
