"""How a refusal is answered: a document for programs (RFC 9457), a page for people."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError, OperationalError
from starlette.exceptions import HTTPException

from service.headers import secure
from service.problems import (
    CONTENT_TYPE,
    MethodNotAllowed,
    NotFound,
    Problem,
    ServiceFailed,
    UnreadableRequest,
    WrongParameter,
    database_silent,
    language_of,
    wrong_parameters,
)
from service.validation import words_of

NUL = "NUL (0x00)"
"""What the driver names when it is given a text with the one character that PostgreSQL holds in none."""
NUL_IN_JSON = "22P05"
"""What PostgreSQL says of it within JSON."""

log = logging.getLogger(__name__)


def answer_problems(app: FastAPI) -> None:
    """Make every refusal of the application a problem document, in one place."""

    @app.exception_handler(Problem)
    def refused(request: Request, problem: Problem) -> Response:
        return _answer(request, problem)

    @app.exception_handler(RequestValidationError)
    def wrong_parameter(request: Request, error: RequestValidationError) -> Response:
        return _answer(request, _wrong_request(error.errors()))

    @app.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> Response:
        if isinstance(error.__cause__, Problem):  # raised while a body was read: FastAPI calls it a body without sense
            return _answer(request, error.__cause__)
        answer = _answer(request, _http_problem(error, request.method))
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(DBAPIError)
    def database_failed(request: Request, error: DBAPIError) -> Response:
        problem = _database_problem(error)
        if problem is None:
            raise error
        return _answer(request, problem)

    @app.exception_handler(psycopg.OperationalError)
    def database_lost(request: Request, error: psycopg.OperationalError) -> Response:
        log.error("The database does not answer: %s", error)
        return _answer(request, database_silent())

    @app.exception_handler(Exception)
    def failed(request: Request, _: Exception) -> Response:
        problem = ServiceFailed(
            "Something failed inside the service. Nothing was stored. Try again, and tell the operator if it stays so.",
            "Xidmətin daxilində nasazlıq baş verdi. Heç nə saxlanılmadı. Yenidən cəhd edin; təkrarlanarsa, bildirin.",
        )
        answer = _answer(request, problem)
        secure(answer.headers)  # it goes out past the middleware that completes all others
        return answer


def _answer(request: Request, problem: Problem) -> Response:
    """Answer with a problem: a document for programs, a page of the web application for people."""
    page = getattr(request.app.state, "problem_page", None)
    document = problem.document(language_of(request))
    if page and _is_person(request):
        return page(request, document)  # type: ignore[no-any-return] # set by the web application
    headers = {"www-authenticate": "Bearer"} if problem.status == HTTPStatus.UNAUTHORIZED else None
    return Response(orjson.dumps(document), status_code=problem.status, media_type=CONTENT_TYPE, headers=headers)


def _is_person(request: Request) -> bool:
    """Tell whether a browser asks for something to be read: of the API only when a link leads to it."""
    is_opened = request.headers.get("sec-fetch-mode") == "navigate"
    return "text/html" in request.headers.get("accept", "") and (is_opened or not request.url.path.startswith("/api/"))


def _wrong_request(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """Give the refusal of a request that does not validate; an address with a wrong id leads nowhere."""
    told = [{**error, "loc": error["loc"][1:]} for error in errors]
    if all(error["loc"][0] == "path" and error["type"].startswith("uuid_") for error in errors):
        en, az = (words_of(told[0], language) for language in ("en", "az"))
        return NotFound(
            f"There is nothing at this address. {en}",
            f"Bu ünvanda heç nə yoxdur. {az}",
        )
    return wrong_parameters(told)


def _http_problem(error: HTTPException, method: str) -> Problem:
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return NotFound(
                "There is nothing at this address. Check it, or start from the first page.",
                "Bu ünvanda heç nə yoxdur. Ünvanı yoxlayın, ya da ilk səhifədən başlayın.",
            )
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return MethodNotAllowed(
                f"This address takes no {method} request. Nothing was stored. Open the page anew and send its form.",
                f"Bu ünvan {method} sorğusu qəbul etmir. Heç nə saxlanılmadı. Səhifəni yenidən açıb formanı göndərin.",
            )
        case _:
            return UnreadableRequest(
                "The request could not be read. Nothing was stored. Open the page anew and send it again.",
                "Sorğunu oxumaq mümkün olmadı. Heç nə saxlanılmadı. Səhifəni yenidən açıb bir daha göndərin.",
            )


def _database_problem(error: DBAPIError) -> Problem | None:
    """Give the refusal that an error of the database stands for; none for what is our own fault."""
    if isinstance(error, OperationalError) and _is_unreachable(error):
        log.error("The database does not answer: %s", error.orig)
        return database_silent()
    if getattr(error.orig, "sqlstate", None) != NUL_IN_JSON and NUL not in str(error.orig):
        return None
    return WrongParameter(
        "The request holds a character that is in no text (NUL). Nothing was stored. Take it out and send it again.",
        "Sorğuda heç bir mətndə olmayan simvol (NUL) var. Heç nə saxlanılmadı. Onu silib yenidən göndərin.",
    )


def _is_unreachable(error: OperationalError) -> bool:
    """Tell a connection that cannot be made or was cut from a statement that failed (SQLSTATE classes 08 and 57P)."""
    state = getattr(error.orig, "sqlstate", None)
    return state is None or state.startswith(("08", "57P"))
