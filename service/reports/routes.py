"""Reports over HTTP."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from service.access import SignedIn
from service.db import SessionDependency
from service.problems import language_of
from service.reports import flow
from service.reports.flow import Document, ReportOrder
from service.reports.formats import MEDIA_TYPES, ReportFormat, report_format
from service.reports.issued import issued_reports
from service.reports.schemas import PreviewAsked, ReportAnswer, ReportOrdered
from service.reports.style import POLICY

router = APIRouter(prefix="/api/v1/reports", tags=["reports"])
DOCUMENTS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/html": {}, "application/pdf": {}, "application/json": {}}}
}


@router.post("", status_code=HTTPStatus.CREATED)
def post_report(
    ordered: ReportOrdered, actor: SignedIn, *, session: SessionDependency, request: Request, response: Response
) -> ReportAnswer:
    """Issue a report: its figures are frozen. A period that was issued before gets its next revision."""
    order = ReportOrder(
        kind=ordered.kind,
        period=ordered.period,
        scope=ordered.scope.covered(),
        as_known_at=ordered.as_known_at,
        revision_reason=ordered.revision_reason,
    )
    state = request.app.state
    report = flow.issue(session, order, actor=actor, settings=state.settings, now=state.clock())
    response.headers["Location"] = str(request.url_for("get_report", report_id=report.id, file_format="json"))
    return ReportAnswer.of(report)


@router.get("")
def get_reports(session: SessionDependency, limit: Annotated[int, Query(ge=1, le=1_000)] = 100) -> list[ReportAnswer]:
    """List the issued reports, the latest period and revision first."""
    return [ReportAnswer.of(report) for report in issued_reports(session, limit)]


def preview_order(kind: str, period: str, asked: Annotated[PreviewAsked, Query()]) -> ReportOrder:
    """Give the order that an address stands for."""
    return ReportOrder(kind=kind, period=period, scope=asked.covered(), as_known_at=asked.as_known_at)


@router.get("/preview/{kind}/{period}.{file_format}", response_class=Response, responses=DOCUMENTS)
def get_preview(
    order: Annotated[ReportOrder, Depends(preview_order)],
    file_format: str,
    *,
    session: SessionDependency,
    request: Request,
) -> Response:
    """Give a report as it would be issued now, or as it would have been at an instant. Nothing is stored.

    Asked for again with the `as_known_at` that it carries, it has the same figures, whatever was recorded since.
    """
    state = request.app.state
    document = flow.preview(session, order, settings=state.settings, now=state.clock())
    return _file(request, session, document, file_format=file_format)


@router.get("/{report_id}.{file_format}", response_class=Response, responses=DOCUMENTS)
def get_report(report_id: UUID, file_format: str, *, session: SessionDependency, request: Request) -> Response:
    """Give an issued report in a language and a format; its figures are those that were frozen."""
    return _file(request, session, flow.issued_document(session, report_id), file_format=file_format)


def _file(request: Request, session: SessionDependency, document: Document, *, file_format: str) -> Response:
    wanted = report_format(file_format)
    language = language_of(request)
    settings = request.app.state.settings
    content = flow.rendered(session, document, language=language, file_format=wanted, settings=settings)
    name = f"{document.content.kind}-{document.content.period.label}-{language}.{wanted}"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Content-Language": language}
    headers |= {"Content-Security-Policy": POLICY} if wanted is ReportFormat.HTML else {}
    return Response(content, media_type=MEDIA_TYPES[wanted], headers=headers)
