"""Every request that can be refused, and how a refusal is answered (RFC 9457)."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar

from fastapi import Request

from gis.codelists import Language
from service.validation import words_of

CONTENT_TYPE = "application/problem+json"
REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "A refusal, worded for the reader (RFC 9457); its `type` is the address of a page about it.",
        "content": {
            CONTENT_TYPE: {
                "schema": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail"],
                    "properties": {
                        "type": {"type": "string", "examples": ["/problems/wrong-parameter"]},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                    },
                }
            }
        },
    }
}
"""How every operation of the API may answer, for its description."""


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """A request that is refused.

    The class's docstring is its page, its name is its type: `UploadNotFound` is `/problems/upload-not-found`. The
    detail is worded for the reader: what happened, what it means, what to do.
    """

    status: ClassVar[HTTPStatus] = HTTPStatus.BAD_REQUEST
    title: ClassVar[dict[Language, str]] = {"en": "The request was refused", "az": "Sorğu rədd edildi"}

    def __init__(self, en: str, az: str, **members: Any) -> None:  # noqa: ANN401 - further members of the JSON
        super().__init__(en)
        self.detail: dict[Language, str] = {"en": en, "az": az}
        self.members = members

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how it is made again in another process."""
        return partial(type(self), **self.members), (self.detail["en"], self.detail["az"])

    @classmethod
    def slug(cls) -> str:
        """Give the last part of the problem's `type`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def document(self, language: Language) -> dict[str, Any]:
        """Give the problem as RFC 9457 JSON."""
        return {
            "type": f"/problems/{self.slug()}",
            "title": self.title[language],
            "status": int(self.status),
            "detail": self.detail[language],
            **self.members,
        }


class NotFound(Problem):
    """Nothing is stored under that name or number."""

    status = HTTPStatus.NOT_FOUND
    title: ClassVar[dict[Language, str]] = {"en": "Not found", "az": "Tapılmadı"}


class NotSignedIn(Problem):
    """The request needs a signed-in person or a token."""

    status = HTTPStatus.UNAUTHORIZED
    title: ClassVar[dict[Language, str]] = {"en": "Sign in first", "az": "Əvvəlcə daxil olun"}


class NotAllowed(Problem):
    """The person's role does not permit it."""

    status = HTTPStatus.FORBIDDEN
    title: ClassVar[dict[Language, str]] = {"en": "Not allowed", "az": "İcazə yoxdur"}


class WrongParameter(Problem):
    """A parameter is missing or holds a value that is not allowed; the allowed ones are named."""

    status = HTTPStatus.BAD_REQUEST
    title: ClassVar[dict[Language, str]] = {"en": "A parameter is wrong", "az": "Parametr yanlışdır"}


class WrongMove(Problem):
    """An upload cannot go from where it stands to where it was sent, or not by this person."""

    status = HTTPStatus.CONFLICT
    title: ClassVar[dict[Language, str]] = {"en": "The upload cannot move there", "az": "Yükləmə ora keçə bilməz"}


class LaterUploads(Problem):
    """Later uploads changed the records that a withdrawal would take back; `later_uploads` names them."""

    status = HTTPStatus.CONFLICT
    title: ClassVar[dict[Language, str]] = {
        "en": "Later uploads changed the same records",
        "az": "Sonrakı yükləmələr eyni qeydləri dəyişib",
    }


class SamePerson(Problem):
    """The same person would act in two parts of one upload's review (WF-01)."""

    status = HTTPStatus.FORBIDDEN
    title: ClassVar[dict[Language, str]] = {"en": "Another person decides", "az": "Qərarı başqa şəxs verir"}


class WarningsOpen(Problem):
    """The upload has warnings that nobody has accepted in writing at this step; `warnings` counts them by rule."""

    status = HTTPStatus.CONFLICT
    title: ClassVar[dict[Language, str]] = {"en": "Warnings are open", "az": "Açıq xəbərdarlıqlar var"}


class ReportChecksOpen(Problem):
    """A check before issue blocks the report, or needs a reason that nobody has given; `checks` names them."""

    status = HTTPStatus.CONFLICT
    title: ClassVar[dict[Language, str]] = {
        "en": "Checks of the report are open",
        "az": "Hesabatın açıq yoxlamaları var",
    }


class FigureClosed(Problem):
    """The published figure holds no more: it was withdrawn before, or corrected by another."""

    status = HTTPStatus.CONFLICT
    title: ClassVar[dict[Language, str]] = {
        "en": "The published figure holds no more",
        "az": "Dərc olunmuş göstərici artıq qüvvədə deyil",
    }


class TooLarge(Problem):
    """More was sent than this installation takes, in a file or without one."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    title: ClassVar[dict[Language, str]] = {"en": "Too much was sent", "az": "Göndərilən həddindən böyükdür"}


class LedgerBusy(Problem):
    """Others are changing the ledger; what waits for its turn is asked again a little later."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title: ClassVar[dict[Language, str]] = {"en": "The ledger is busy", "az": "Reyestr məşğuldur"}


class TooManyTrials(Problem):
    """Others are trying files without an account, or too many were tried today; it works again in a while."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    title: ClassVar[dict[Language, str]] = {"en": "Too many trials", "az": "Sınaqlar həddən çoxdur"}


class TooManySheets(Problem):
    """Others are having maps drawn on paper; it works again in some seconds."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title: ClassVar[dict[Language, str]] = {"en": "Too many maps are being drawn", "az": "Çox xəritə çəkilir"}


class TooManyReports(Problem):
    """Others are having reports written; it works again in some seconds."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title: ClassVar[dict[Language, str]] = {"en": "Too many reports are being written", "az": "Çox hesabat hazırlanır"}


class MethodNotAllowed(Problem):
    """The address exists, but takes no request of that kind; the header `Allow` names those that it takes."""

    status = HTTPStatus.METHOD_NOT_ALLOWED
    title: ClassVar[dict[Language, str]] = {
        "en": "The address takes no such request",
        "az": "Bu ünvan belə sorğu qəbul etmir",
    }


class UnreadableRequest(Problem):
    """The body of the request is not what its headers say, or broke off on the way."""

    status = HTTPStatus.BAD_REQUEST
    title: ClassVar[dict[Language, str]] = {"en": "The request is unreadable", "az": "Sorğu oxunmur"}


class UnreadableTemplate(Problem):
    """The Word document that lends reports its styles cannot be read; the operator names another one."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    title: ClassVar[dict[Language, str]] = {
        "en": "The template of reports is unreadable",
        "az": "Hesabat şablonu oxunmur",
    }


class DatabaseSilent(Problem):
    """The service lives, but its database does not answer; it works again when the database does."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title: ClassVar[dict[Language, str]] = {
        "en": "The database does not answer",
        "az": "Verilənlər bazası cavab vermir",
    }


class ServiceFailed(Problem):
    """Something failed inside the service; its operator finds the cause in the log."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    title: ClassVar[dict[Language, str]] = {"en": "The service failed", "az": "Xidmətdə nasazlıq baş verdi"}


PROBLEMS: tuple[type[Problem], ...] = (
    NotFound,
    NotSignedIn,
    NotAllowed,
    WrongParameter,
    WrongMove,
    LaterUploads,
    SamePerson,
    WarningsOpen,
    ReportChecksOpen,
    TooLarge,
    TooManyTrials,
    TooManySheets,
    TooManyReports,
    LedgerBusy,
    MethodNotAllowed,
    UnreadableRequest,
    UnreadableTemplate,
    DatabaseSilent,
    ServiceFailed,
)


def wrong_parameters(errors: Sequence[Mapping[str, Any]]) -> WrongParameter:
    """Give the refusal of parameters that do not validate, from Pydantic's list of errors.

    >>> error = {"type": "missing", "loc": ("layer",), "msg": "Field required", "input": {}}
    >>> str(wrong_parameters([error]))
    '“layer” is missing. Nothing was stored.'
    """
    en, az = (" ".join(words_of(error, language) for error in errors) for language in ("en", "az"))
    return WrongParameter(f"{en} Nothing was stored.", f"{az} Heç nə saxlanılmadı.")


def language_of(request: Request) -> Language:
    """Give the reader's language: `lang` in the address, else the cookie, else what the browser prefers."""
    asked = request.query_params.get("lang") or request.cookies.get("lang")
    if asked in {"en", "az"}:
        return "az" if asked == "az" else "en"
    return "az" if request.headers.get("accept-language", "").lower().startswith("az") else "en"


def database_silent() -> DatabaseSilent:
    """Give the refusal while the database does not answer."""
    return DatabaseSilent(
        "The database does not answer. Nothing was stored now, and nothing that was stored before is lost. Try again "
        "in a minute, and tell the operator if it stays so.",
        "Verilənlər bazası cavab vermir. İndi heç nə saxlanılmadı, əvvəl saxlanılanlar isə yerindədir. Bir dəqiqədən "
        "sonra yenidən cəhd edin; təkrarlanarsa, operatora bildirin.",
    )
