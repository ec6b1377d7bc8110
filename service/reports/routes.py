"""Reports over HTTP."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from service.access import ActorDependency, SignedIn
from service.db import SessionDependency
from service.problems import language_of
from service.reports import flow
from service.reports.archive import issued_count, issued_reports
from service.reports.asked import report_kind
from service.reports.flow import Document, ReportOrder
from service.reports.formats import (
    MEDIA_TYPES,
    ReportFormat,
    ReportLanguage,
    languages_of,
    report_format,
)
from service.reports.schemas import (
    PreviewAsked,
    RenderingAsked,
    ReportAnswer,
    ReportDocument,
    ReportOrdered,
    ReportsAsked,
    VerificationAnswer,
)
from service.reports.style import POLICY
from service.reports.verify import verify
from service.reports.writers import PRINTED, Copy, Wanted, Writers, write
from service.sheets import CSV_TYPE

router = APIRouter(prefix="/api/v1/reports", tags=["reports"])
DOCUMENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {media_type.partition(";")[0]: {} for media_type in (*MEDIA_TYPES.values(), CSV_TYPE)},
        "model": ReportDocument,
    }
}


@router.post("", status_code=HTTPStatus.CREATED)
def post_report(
    ordered: ReportOrdered, actor: SignedIn, *, session: SessionDependency, request: Request, response: Response
) -> ReportAnswer:
    """Issue a report: its figures are frozen. A period that was issued before gets its next revision, with a reason.

    Where a check finds something that needs a reason, `accept` gives it; it is kept with the report.
    """
    order = ReportOrder(
        kind=ordered.kind,
        period=ordered.period,
        scope=ordered.scope.covered(),
        as_known_at=ordered.as_known_at,
        revision_reason=ordered.revision_reason,
        accept=ordered.accept or "",
    )
    state = request.app.state
    report = flow.issue(session, order, actor=actor, settings=state.settings, now=state.clock())
    response.headers["Location"] = str(request.url_for("get_report", report_id=report.id, file_format="json"))
    return ReportAnswer.of(report)


@router.get("")
def get_reports(
    asked: Annotated[ReportsAsked, Query()], actor: ActorDependency, *, session: SessionDependency, response: Response
) -> list[ReportAnswer]:
    """List the issued reports that who asks may read, the latest period first; `X-Total-Count` counts them all."""
    archive = asked.archive(flow.readable_kinds(actor))
    response.headers["X-Total-Count"] = str(issued_count(session, archive))
    return [ReportAnswer.of(one) for one in issued_reports(session, archive, limit=asked.limit, offset=asked.offset)]


def preview_order(kind: str, period: str, asked: Annotated[PreviewAsked, Query()]) -> ReportOrder:
    """Give the order that an address stands for."""
    return ReportOrder(kind=kind, period=period, scope=asked.covered(), as_known_at=asked.as_known_at)


def previewed(
    order: Annotated[ReportOrder, Depends(preview_order)], actor: ActorDependency, *, request: Request
) -> Wanted:
    """Give the report that an address stands for, to who may read it; it is made where it is written."""
    flow.require_reader(report_kind(order.kind), actor)
    return Wanted(report=order, now=request.app.state.clock())


def frozen(report_id: UUID, actor: ActorDependency, *, session: SessionDependency, request: Request) -> Wanted:
    """Give the issued report of an address, to who may read it."""
    flow.require_reader(flow.find_issued(session, report_id).subject.kind, actor)
    return Wanted(report=report_id, now=request.app.state.clock())


PREVIEW = "/preview/{kind}/{period}.{file_format}"
"""What `kind` and `period` are taken by is the order, on which the document rests."""


@router.get(PREVIEW, response_class=Response, responses=DOCUMENTS)
def get_preview(
    wanted: Annotated[Wanted, Depends(previewed)],
    file_format: str,
    asked: Annotated[PreviewAsked, Query()],
    *,
    session: SessionDependency,
    request: Request,
) -> Response:
    """Give a report as it would be issued now, or as it would have been at an instant. Nothing is stored.

    Asked for again with the `as_known_at` that it carries, it has the same figures, whatever was recorded since.
    """
    return _file(request, session, wanted, file_format=file_format, asked=asked)


@router.get("/{report_id}.{file_format}", response_class=Response, responses=DOCUMENTS)
def get_report(
    wanted: Annotated[Wanted, Depends(frozen)],
    file_format: str,
    asked: Annotated[RenderingAsked, Query()],
    *,
    session: SessionDependency,
    request: Request,
) -> Response:
    """Give an issued report in a language and a format; its figures are those that were frozen."""
    return _file(request, session, wanted, file_format=file_format, asked=asked)


@router.get("/{report_id}/verification")
def get_verification(
    report_id: UUID, actor: ActorDependency, *, session: SessionDependency, request: Request
) -> VerificationAnswer:
    """Make an issued report again from the ledger as it was known then, and compare it figure by figure."""
    report = flow.find_issued(session, report_id)
    flow.require_reader(report.subject.kind, actor)
    return VerificationAnswer.of(verify(session, report, request.app.state.settings))


def _file(
    request: Request, session: SessionDependency, wanted: Wanted, *, file_format: str, asked: RenderingAsked
) -> Response:
    if file_format == "csv":
        return _table(request, wanted.document(session, request.app.state.settings), asked)
    form = report_format(file_format)
    language: ReportLanguage = asked.lang or language_of(request)
    copy = _written(request, session, wanted, language=language, form=form)
    place = "attachment" if form in {ReportFormat.DOCX, ReportFormat.XLSX} else "inline"
    headers = {
        "Content-Disposition": f'{place}; filename="{copy.name}"',
        "Content-Language": ", ".join(languages_of(language, form)),
    }
    headers |= {"Content-Security-Policy": POLICY} if form is ReportFormat.HTML else {}
    return Response(copy.content, media_type=MEDIA_TYPES[form], headers=headers)


def _written(
    request: Request, session: SessionDependency, wanted: Wanted, *, language: ReportLanguage, form: ReportFormat
) -> Copy:
    """Have a report written by the processes for that, where there are some and it takes long; else here."""
    writers: Writers | None = request.app.state.writers
    if writers is None or form not in PRINTED:
        return write(session, wanted, language=language, file_format=form, settings=request.app.state.settings)
    session.commit()  # whoever waits holds no connection
    return writers.write(wanted, language=language, file_format=form)


def _table(request: Request, document: Document, asked: RenderingAsked) -> Response:
    language = language_of(request)
    content = flow.table_file(document, asked.table, language=language, settings=request.app.state.settings)
    name = document.file_name("csv", language=language, table=asked.table)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": language}
    return Response(content, media_type=CSV_TYPE, headers=headers)
