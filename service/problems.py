"""Every request that can be refused, and how a refusal is answered (RFC 9457)."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from gis.codelists import Language
from service.headers import secure

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


class TooLarge(Problem):
    """The file is larger than this installation takes."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    title: ClassVar[dict[Language, str]] = {"en": "The file is too large", "az": "Fayl çox böyükdür"}


class LedgerBusy(Problem):
    """Others are changing the ledger; what waits for its turn is asked again a little later."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title: ClassVar[dict[Language, str]] = {"en": "The ledger is busy", "az": "Reyestr məşğuldur"}


class TooManyTrials(Problem):
    """Others are trying files without an account, or too many were tried today; it works again in a while."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    title: ClassVar[dict[Language, str]] = {"en": "Too many trials", "az": "Sınaqlar həddən çoxdur"}


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
    TooLarge,
    TooManyTrials,
    LedgerBusy,
    ServiceFailed,
)


WRONG: dict[str, dict[Language, str]] = {
    "enum": {
        "en": "“{input}” is not known to “{name}”. Allowed: {allowed}.",
        "az": "“{name}” üçün “{input}” məlum deyil. İcazə verilənlər: {allowed}.",
    },
    "date_from_datetime_parsing": {
        "en": "“{input}” is not a date for “{name}”. Write it such as 2025-10-20.",
        "az": "“{name}” üçün “{input}” tarix deyil. Belə yazın: 2025-10-20.",
    },
    "extra_forbidden": {
        "en": "There is no parameter “{name}” here. Leave it out.",
        "az": "Burada “{name}” parametri yoxdur. Onu çıxarın.",
    },
    "missing": {"en": "“{name}” is missing.", "az": "“{name}” göstərilməyib."},
}
"""What validation finds in the parameters of a request, by Pydantic's types of error; others keep its own words."""


def wrong_parameters(errors: Sequence[Mapping[str, Any]]) -> WrongParameter:
    """Give the refusal of parameters that do not validate, from Pydantic's list of errors.

    >>> error = {"type": "missing", "loc": ("layer",), "msg": "Field required", "input": {}}
    >>> str(wrong_parameters([error]))
    '“layer” is missing. Nothing was stored.'
    """
    en, az = (" ".join(_wrong(error, language) for error in errors) for language in ("en", "az"))
    return WrongParameter(f"{en} Nothing was stored.", f"{az} Heç nə saxlanılmadı.")


def _wrong(error: Mapping[str, Any], language: Language) -> str:
    name = ".".join(map(str, error["loc"]))
    words = WRONG.get(error["type"], {}).get(language, "{name}: {msg}.")
    allowed = ", ".join(re.findall(r"'([^']*)'", error.get("ctx", {}).get("expected", "")))
    said = error["msg"].removeprefix("Value error, ")  # a validator of ours; Pydantic says what kind of error it is
    return words.format(name=name, input=error["input"], msg=said, allowed=allowed)


def language_of(request: Request) -> Language:
    """Give the reader's language: `lang` in the address, else the cookie, else what the browser prefers."""
    asked = request.query_params.get("lang") or request.cookies.get("lang")
    if asked in {"en", "az"}:
        return "az" if asked == "az" else "en"
    return "az" if request.headers.get("accept-language", "").lower().startswith("az") else "en"


def _answer(request: Request, document: dict[str, Any]) -> Response:
    """Answer with a problem: JSON for programs, the page of the web application for browsers."""
    templates = getattr(request.app.state, "problem_page", None)
    if templates and "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/"):
        return templates(request, document)  # type: ignore[no-any-return] # set by the web application
    return _json(document)


def _json(document: dict[str, Any]) -> Response:
    headers = {"www-authenticate": "Bearer"} if document["status"] == HTTPStatus.UNAUTHORIZED else None
    return Response(orjson.dumps(document), status_code=document["status"], media_type=CONTENT_TYPE, headers=headers)


def answer_problems(app: FastAPI) -> None:
    """Make every refusal of the application a problem document, in one place."""

    @app.exception_handler(Problem)
    def refused(request: Request, problem: Problem) -> Response:
        return _answer(request, problem.document(language_of(request)))

    @app.exception_handler(RequestValidationError)
    def wrong_parameter(request: Request, error: RequestValidationError) -> Response:
        problem = wrong_parameters([{**told, "loc": told["loc"][1:]} for told in error.errors()])
        return _answer(request, problem.document(language_of(request)))

    @app.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        if status is HTTPStatus.NOT_FOUND:
            problem = NotFound("There is nothing at this address.", "Bu ünvanda heç nə yoxdur.")
            return _answer(request, problem.document(language_of(request)))
        document = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": str(error.detail)}
        return _answer(request, document)

    @app.exception_handler(Exception)
    def failed(request: Request, _: Exception) -> Response:
        problem = ServiceFailed(
            "Something failed inside the service. Nothing was stored. Try again, and tell the operator if it stays so.",
            "Xidmətin daxilində nasazlıq baş verdi. Heç nə saxlanılmadı. Yenidən cəhd edin; təkrarlanarsa, bildirin.",
        )
        answer = _answer(request, problem.document(language_of(request)))
        secure(answer.headers)  # it goes out past the middleware that completes all others
        return answer
