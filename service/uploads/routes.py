"""Uploads over HTTP: send a file, read what is wrong with it, and bring it through review."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session, sessionmaker

from gis.codelists import UploadStatus
from gis.mapping import Answers
from service.access import Action, Actor, ActorDependency, SignedIn, require
from service.db import SessionDependency
from service.jobs import jobs_of, share_done
from service.problems import NotFound, language_of
from service.settings import Settings
from service.sheets import XLSX_TYPE
from service.uploads import queries
from service.uploads.audience import upload_seen_by
from service.uploads.flow import find_upload, move_upload, receive_upload
from service.uploads.incoming import IncomingForm, form_schema, incoming_file
from service.uploads.issue_files import MEDIA_TYPES, issue_file
from service.uploads.kept import attachment, is_kept, kept_bytes
from service.uploads.layer_name import LayerName
from service.uploads.order import Decision
from service.uploads.queued import stop_upload
from service.uploads.resend import send_again
from service.uploads.schemas import (
    Event,
    IssueAnswer,
    IssueQuestion,
    Job,
    Resend,
    UploadAnswer,
    UploadWithRoad,
    Verdict,
)
from service.uploads.withdrawal import withdraw_upload

router = APIRouter(prefix="/api/v1/uploads", tags=["uploads"])


def decision_of(said: Annotated[Verdict, Body(default_factory=Verdict)], request: Request) -> Decision:
    """Give what a person says to an upload; a move that needs no words may come without a body."""
    settings: Settings = request.app.state.settings
    return Decision(
        reason=said.reason,
        accepted_warnings=said.accept_warnings,
        district_tolerance_m=settings.district_tolerance_m,
    )


Decided = Annotated[Decision, Depends(decision_of)]


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses={202: {"model": UploadAnswer, "description": "The upload, which the worker reads."}},
    openapi_extra=form_schema(),
)
def post_upload(
    form: IncomingForm, actor: SignedIn, *, session: SessionDependency, request: Request, response: Response
) -> UploadAnswer:
    """Send a file. Every issue of every feature is found at once; while one is an error, nothing is submitted.

    With `mode=check` nothing is stored but the result, for a day. Sending the same file twice changes nothing. A large
    file is kept and answered with 202; the upload stays `checking`, and its `progress` below 1, until it is read.
    """
    settings: Settings = request.app.state.settings
    today = settings.local_date(request.app.state.clock())
    with incoming_file(form.file, settings.upload_limit_bytes) as file:
        upload_id = receive_upload(session, file, form.order(settings), actor=actor, today=today)
    return _received(session, upload_id, request=request, response=response)


@router.get("")
def get_uploads(
    actor: SignedIn,
    session: SessionDependency,
    *,
    status: UploadStatus | None = None,
    layer: LayerName | None = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> list[UploadAnswer]:
    """List the uploads, the newest first; mere checks are left out."""
    require(actor, Action.SEE_INTERNAL)
    rows = queries.uploads(session, limit=limit, status=status, layer=layer)
    return [UploadAnswer.of(row) for row in rows]


@router.get("/{upload_id}")
def get_upload(upload_id: UUID, actor: ActorDependency, session: SessionDependency) -> UploadWithRoad:
    """Give an upload: its status, its counts, the moves it made, and the warnings that are to be accepted."""
    upload_seen_by(session, upload_id, actor)
    return _with_road(session, upload_id)


@router.get(
    "/{upload_id}/issues",
    response_model=list[IssueAnswer],
    responses={200: {"content": {"text/csv": {}, "application/geo+json": {}, XLSX_TYPE: {}}}},
)
def get_issues(
    upload_id: UUID,
    actor: ActorDependency,
    session: SessionDependency,
    *,
    request: Request,
    asked: Annotated[IssueQuestion, Query()],
) -> Response:
    """Give everything that was found in an upload, feature by feature, in the reader's language.

    As JSON, as CSV, as a workbook, or as GeoJSON: the places, to be opened as a layer beside the file.
    """
    row = upload_seen_by(session, upload_id, actor)
    language = language_of(request)
    issues = (IssueAnswer.of(issue, language) for issue in queries.upload_issues(session, upload_id, asked.filter))
    content = issue_file(issues, asked.format, created_at=row.created_at)
    return Response(content, media_type=MEDIA_TYPES[asked.format])


@router.get(
    "/{upload_id}/file",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/octet-stream": {}}}, 304: {"description": "It is the file of the ETag."}},
)
def get_file(upload_id: UUID, actor: ActorDependency, session: SessionDependency, *, request: Request) -> Response:
    """Give the file back as it came in, byte for byte; its ETag is the SHA-256."""
    row = upload_seen_by(session, upload_id, actor)
    if not is_kept(session, row.file_sha256):
        raise NotFound("The bytes of this upload are not kept.", "Bu yükləmənin faylı saxlanılmayıb.")
    etag = f'"{row.file_sha256.hex()}"'
    headers = {"ETag": etag, "Content-Disposition": attachment(row.file_name), "X-Content-Type-Options": "nosniff"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    headers["Content-Length"] = str(row.file_bytes)
    content = _bytes(request.app.state.sessions, row.file_sha256)
    return StreamingResponse(content, media_type="application/octet-stream", headers=headers)


@router.post(
    "/{upload_id}/submit",
    status_code=HTTPStatus.CREATED,
    responses={202: {"model": UploadAnswer, "description": "The upload, which the worker reads."}},
)
def submit(  # noqa: PLR0913 - as FastAPI gives them
    upload_id: UUID,
    said: Annotated[Resend, Body(default_factory=Resend)],
    *,
    actor: SignedIn,
    session: SessionDependency,
    request: Request,
    response: Response,
) -> UploadAnswer:
    """Send the kept file of a check once more, now for review; or that of an upload that was rejected or returned.

    It is read as before, or with the answers in the body. The answer is a new upload; that of a returned one replaces
    it.
    """
    settings: Settings = request.app.state.settings
    today = settings.local_date(request.app.state.clock())
    row = upload_seen_by(session, upload_id, actor)
    changes = said.changes(Answers.model_validate(row.answers))
    sent_id = send_again(session, upload_id, changes, settings=settings, actor=actor, today=today)
    return _received(session, sent_id, request=request, response=response)


@router.post("/{upload_id}/cancel")
def cancel(upload_id: UUID, actor: SignedIn, session: SessionDependency) -> UploadWithRoad:
    """Stop the work on a large upload: it ends `withdrawn`, at once or after the part that is being read.

    The author may ask, headquarters, and an administrator.
    """
    stop_upload(session, upload_id, actor=actor)
    return _with_road(session, upload_id)


@router.post("/{upload_id}/verify")
def verify(upload_id: UUID, decision: Decided, *, actor: SignedIn, session: SessionDependency) -> UploadWithRoad:
    """Verify an upload for the region: what it says is what was done there."""
    return _moved(session, upload_id, UploadStatus.REGIONAL_VERIFIED, actor=actor, decision=decision)


@router.post("/{upload_id}/approve")
def approve(upload_id: UUID, decision: Decided, *, actor: SignedIn, session: SessionDependency) -> UploadWithRoad:
    """Approve an upload for headquarters: its records hold from now on, and the ledger counts them."""
    return _moved(session, upload_id, UploadStatus.HQ_APPROVED, actor=actor, decision=decision)


@router.post("/{upload_id}/return")
def return_upload(upload_id: UUID, decision: Decided, *, actor: SignedIn, session: SessionDependency) -> UploadWithRoad:
    """Return an upload for correction, with the reason; a new upload with `replaces` answers it."""
    return _moved(session, upload_id, UploadStatus.RETURNED, actor=actor, decision=decision)


@router.post("/{upload_id}/withdraw", responses={201: {"model": UploadWithRoad, "description": "The withdrawal."}})
def withdraw(  # noqa: PLR0913 - as FastAPI gives them
    upload_id: UUID,
    decision: Decided,
    *,
    actor: SignedIn,
    session: SessionDependency,
    request: Request,
    response: Response,
) -> UploadWithRoad:
    """Withdraw an upload, with the reason.

    One's own that is not approved yet is withdrawn at once (200). Of an approved one the answer is a new upload (201)
    that `withdraws` it and goes the same road: approved, it brings back what was known of the records before, and
    closes those of which nothing was. It is refused, naming them in `later_uploads`, when later uploads changed the
    same records. The author may ask, headquarters, and an administrator.
    """
    review = request.app.state.settings.review
    said_by = withdraw_upload(session, upload_id, actor=actor, decision=decision, review=review)
    if said_by != upload_id:
        response.status_code = HTTPStatus.CREATED
        response.headers["Location"] = str(request.url_for("get_upload", upload_id=said_by))
    return _with_road(session, said_by)


def _received(session: Session, upload_id: UUID, *, request: Request, response: Response) -> UploadAnswer:
    """Say where an upload is, and whether it is read already."""
    answer = UploadAnswer.of(find_upload(session, upload_id))
    response.headers["Location"] = str(request.url_for("get_upload", upload_id=upload_id))
    if answer.progress < 1:
        response.status_code = HTTPStatus.ACCEPTED
    return answer


def _bytes(sessions: sessionmaker[Session], sha256: bytes) -> Iterator[bytes]:
    """Give a file's bytes in a session of their own: the request's is closed before the answer goes out."""
    with sessions() as session:
        yield from kept_bytes(session, sha256)


def _moved(session: Session, upload_id: UUID, to: UploadStatus, *, actor: Actor, decision: Decision) -> UploadWithRoad:
    move_upload(session, upload_id, to, actor=actor, decision=decision)
    return _with_road(session, upload_id)


def _with_road(session: Session, upload_id: UUID) -> UploadWithRoad:
    answer = UploadAnswer.of(find_upload(session, upload_id))
    jobs = jobs_of(session, upload_id)
    events = [Event.model_validate(event, from_attributes=True) for event in queries.upload_events(session, upload_id)]
    warnings = queries.open_warnings(session, upload_id)
    progress = answer.progress if answer.progress < 1 else share_done(jobs)
    return UploadWithRoad(
        **dict(answer) | {"progress": progress},
        jobs=[Job(task=task, state=state) for task, state in jobs],
        events=events,
        open_warnings=warnings,
        withdrawn_by=queries.uploads_taken_back(session).get(upload_id),
        withdrawal_waiting=queries.withdrawal_waiting(session, upload_id),
    )
