"""Who asks, and what each role may do: every permission of the service, in one place."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPMethod
from secrets import compare_digest
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security.utils import get_authorization_scheme_param
from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis.codelists import Role, Visibility
from service.accounts import queries
from service.accounts.secrets import secret_hash
from service.db import SessionDependency
from service.problems import NotAllowed, NotSignedIn

CSRF_FIELD, CSRF_HEADER = "csrf_token", "x-csrf-token"
SAFE_METHODS = frozenset({HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS})


class Action(StrEnum):
    """What a role may be allowed to do."""

    UPLOAD = "upload"
    VERIFY = "verify"
    APPROVE = "approve"
    RETURN = "return"
    WITHDRAW = "withdraw"
    WITHDRAW_OTHERS = "withdraw_others"
    BULK_LOAD = "bulk_load"
    ISSUE_REPORT = "issue_report"
    SCHEDULE_REPORT = "schedule_report"
    CITE_FIGURES = "cite_figures"
    SEE_INTERNAL = "see_internal"
    ADMINISTER = "administer"


PERMISSIONS: dict[Role, frozenset[Action]] = {
    Role.VIEWER: frozenset(),
    Role.PARTNER: frozenset(),
    Role.ANALYST: frozenset({Action.SEE_INTERNAL, Action.UPLOAD, Action.WITHDRAW}),
    Role.REGIONAL_VERIFIER: frozenset({Action.SEE_INTERNAL, Action.VERIFY, Action.RETURN}),
    Role.HQ_APPROVER: frozenset(
        {
            Action.SEE_INTERNAL,
            Action.UPLOAD,
            Action.WITHDRAW,
            Action.WITHDRAW_OTHERS,
            Action.VERIFY,
            Action.APPROVE,
            Action.RETURN,
        },
    ),
    Role.REPORT_OFFICER: frozenset(
        {Action.SEE_INTERNAL, Action.ISSUE_REPORT, Action.SCHEDULE_REPORT, Action.CITE_FIGURES}
    ),
    Role.ADMIN: frozenset(
        {
            Action.SEE_INTERNAL,
            Action.UPLOAD,
            Action.WITHDRAW,
            Action.WITHDRAW_OTHERS,
            Action.BULK_LOAD,
            Action.SCHEDULE_REPORT,
            Action.CITE_FIGURES,
            Action.ADMINISTER,
        },
    ),
}
"""What each role may do. Who is not signed in, a viewer and a partner see what is public.

Headquarters may verify where no regional verifier holds every district of an upload; that nobody takes two parts in one
upload is a matter of its road (`service.uploads.review`), not of the role. Who withdraws others' approved uploads only
asks for it: the withdrawal goes a road of its own, on which other people decide.
"""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The person, or the holder of a token, who asks.

    Attributes
    ----------
    district_ids
        The districts that the person answers for; empty means every district.
    organisation_id
        Of which the person sends records; missing: of any.
    csrf_token
        What a form of this browser's session must send; missing for a token's holder.
    """

    id: UUID
    login: str
    name: str
    role: Role
    district_ids: frozenset[UUID] = frozenset()
    organisation_id: UUID | None = None
    csrf_token: str | None = None

    def may(self, action: Action) -> bool:
        """Tell whether the role permits an action."""
        return action in PERMISSIONS[self.role]


def require(actor: Actor | None, action: Action) -> Actor:
    """Give the actor back when their role permits the action.

    Raises
    ------
    NotSignedIn
        If nobody is signed in.
    NotAllowed
        If the role does not permit the action.
    """
    if actor is None:
        raise _not_signed_in()
    if not actor.may(action):
        raise NotAllowed(
            f"The role “{actor.role.en}” does not permit this. Nothing was stored. Ask your administrator.",
            f"“{actor.role.az}” rolu buna icazə vermir. Heç nə saxlanılmadı. Administratora müraciət edin.",
        )
    return actor


def sees_internal(actor: Actor | None) -> bool:
    """Tell whether more than what is public is shown to who asks."""
    return actor is not None and actor.may(Action.SEE_INTERNAL)


def visibilities(*, is_internal: bool) -> tuple[Visibility, ...]:
    """Give the visibilities of the records that maps and lists show, to the programme or to the public.

    What is restricted is shown by none of them.
    """
    return tuple(v for v in Visibility if v != Visibility.RESTRICTED) if is_internal else (Visibility.PUBLIC,)


def audience_of(actor: Actor) -> tuple[Visibility, ...] | None:
    """Give the visibilities of the records that are told of to who sends a file; None stands for all of them."""
    return None if sees_internal(actor) else visibilities(is_internal=False)


async def sent_csrf_token(request: Request) -> str | None:
    """Give what a browser's write carries as proof that it comes from our own page: a header or a form field."""
    if request.method in SAFE_METHODS or session_cookie(request) not in request.cookies:
        return None
    if header := request.headers.get(CSRF_HEADER):
        return header
    field = (await request.form()).get(CSRF_FIELD)
    return field if isinstance(field, str) else None


def current_actor(
    request: Request,
    session: SessionDependency,
    csrf_token: Annotated[str | None, Depends(sent_csrf_token)] = None,
) -> Actor | None:
    """Give who asks, by bearer token or by the session cookie; nobody when neither is sent.

    Raises
    ------
    NotSignedIn
        If a bearer token is sent that is not valid.
    NotAllowed
        If a write comes with a cookie but without the session's CSRF token.
    """
    scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
    if scheme:
        return _actor(session, _token_holder(request, session, token if scheme.lower() == "bearer" else ""))
    row = _cookie_holder(request, session)
    if row is None:
        return None
    if request.method not in SAFE_METHODS:
        _require_own_page(row.csrf_token, csrf_token or "")
    return _actor(session, row)


def require_somebody(request: Request, session: Session) -> None:
    """Pass silently when a request comes from somebody, before anything of its body is read.

    What they may do, and whether a form is of their session's pages, is for `current_actor` to say when it has come.

    Raises
    ------
    NotSignedIn
        If it carries no valid token and no valid cookie.
    """
    scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
    if scheme:
        _token_holder(request, session, token)
    elif _cookie_holder(request, session) is None:
        raise _not_signed_in()


def signed_in_actor(actor: "ActorDependency") -> Actor:
    """Give who asks.

    Raises
    ------
    NotSignedIn
        If nobody is signed in.
    """
    if actor is None:
        raise _not_signed_in()
    return actor


ActorDependency = Annotated[Actor | None, Depends(current_actor)]
"""Who asks, or nobody: for what is public but shows more to some."""

SignedIn = Annotated[Actor, Depends(signed_in_actor)]
"""Who asks; a request without anybody is refused."""


def is_anonymous(request: Request) -> bool:
    """Tell whether a request carries nothing that could say who asks."""
    return "authorization" not in request.headers and session_cookie(request) not in request.cookies


def session_cookie(request: Request) -> str:
    """Give the name of the session cookie; it holds the port, because browsers share cookies between ports."""
    return f"landrelease_{request.app.state.settings.port}"


def _cookie_holder(request: Request, session: Session) -> Row[Any] | None:
    cookie = request.cookies.get(session_cookie(request))
    return queries.session_holder(session, secret_hash(cookie), request.app.state.clock()) if cookie else None


def _token_holder(request: Request, session: Session, token: str) -> Row[Any]:
    row = queries.token_holder(session, secret_hash(token), request.app.state.clock())
    if row is None:
        raise NotSignedIn(
            "The access token is unknown, has expired or was revoked. Nothing was stored.",
            "Giriş açarı tanınmır, vaxtı keçib və ya ləğv edilib. Heç nə saxlanılmadı.",
        )
    return row


def _require_own_page(expected: str, sent: str) -> None:
    if not compare_digest(expected.encode(), sent.encode()):
        raise NotAllowed(
            "The form was not sent from a page of this session. Nothing was stored. Reload the page and send it again.",
            "Forma bu seansın səhifəsindən göndərilməyib. Heç nə saxlanılmadı. Səhifəni yeniləyib yenidən göndərin.",
        )


def _actor(session: Session, row: Row[Any]) -> Actor:
    return Actor(
        id=row.id,
        login=row.login,
        name=row.name,
        role=Role(row.role),
        district_ids=queries.districts_of(session, row.id),
        organisation_id=row.organisation_id,
        csrf_token=row.csrf_token,
    )


def _not_signed_in() -> NotSignedIn:
    return NotSignedIn(
        "This needs a signed-in person or an access token. Nothing was stored.",
        "Bunun üçün daxil olmaq və ya giriş açarı lazımdır. Heç nə saxlanılmadı.",
    )
