"""Who looks at a map and what for, and answers that a browser may keep until a record changes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from importlib.metadata import version
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import orjson
from fastapi import Depends, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from gis.codelists import Language, Visibility
from gis.paper.view import Bounds
from service.access import Actor, ActorDependency, sees_internal, visibilities
from service.db import SessionDependency
from service.ledger.known import known_at
from service.maps.box import BoxAsked
from service.maps.queries import MapQuestion
from service.problems import language_of
from service.records.selection import RecordsAsked
from service.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who looks at a map, at what, and in which language."""

    request: Request
    session: Session
    question: MapQuestion
    language: Language
    bounds: Bounds | None = None
    """The ground that it is narrowed to."""

    @property
    def settings(self) -> Settings:
        """Give what the installation decides."""
        settings: Settings = self.request.app.state.settings
        return settings

    @property
    def zone(self) -> ZoneInfo:
        """Give the time zone in which instants are printed."""
        return ZoneInfo(self.settings.time_zone)

    def answer(self, make: Callable[[], Any], *, media_type: str = "application/json") -> Response:
        """Answer with JSON, or that nothing has changed since the browser asked last."""
        tag = f'W/"{self._version()}"'
        is_public = self.question.moment.audience == (Visibility.PUBLIC,)
        headers = {
            "etag": tag,
            "cache-control": f"{'public' if is_public else 'private'}, no-cache",
            "vary": "authorization, cookie, accept-language",
        }
        if tag in self.request.headers.get("if-none-match", ""):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(orjson.dumps(make()), media_type=media_type, headers=headers)

    def _version(self) -> str:
        """Name an answer by what it follows from; a later change may hide what was shown before."""
        last_change = known_at(self.session, None)
        address = (self.request.url.path, self.request.url.query)
        known = (_software(), address, last_change, self.question, self.language, self.settings.map_features)
        return sha256(repr(known).encode()).hexdigest()[:32]


@cache
def _software() -> str:
    return version("landrelease")


def map_reader(
    request: Request,
    session: SessionDependency,
    *,
    actor: ActorDependency,
    asked: Annotated[RecordsAsked, Query()],
) -> Reader:
    """Give who looks at a map, for the requests of its script."""
    return _reader(request, session, actor=actor, asked=asked)


def placed_reader(
    request: Request,
    session: SessionDependency,
    *,
    actor: ActorDependency,
    asked: Annotated[BoxAsked, Query()],
) -> Reader:
    """Give who looks at a map, for requests that may be narrowed to some ground."""
    return replace(_reader(request, session, actor=actor, asked=asked), bounds=asked.bounds)


def _reader(request: Request, session: Session, *, actor: Actor | None, asked: RecordsAsked) -> Reader:
    settings: Settings = request.app.state.settings
    moment = asked.moment(
        today=settings.local_date(request.app.state.clock()),
        as_known_at=known_at(session, asked.as_known_at),
        audience=visibilities(is_internal=sees_internal(actor)),
    )
    question = MapQuestion(moment=moment, selection=asked.selection())
    return Reader(request=request, session=session, question=question, language=language_of(request))


ReaderDependency = Annotated[Reader, Depends(map_reader, scope="function")]
"""The reader of a map, as routes declare it."""
PlacedReaderDependency = Annotated[Reader, Depends(placed_reader, scope="function")]
