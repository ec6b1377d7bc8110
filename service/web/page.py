"""One page of the web application: who reads it, in which language, and how it is rendered."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from gis import text
from gis.codelists import Codelist, Language
from gis.language import LANGUAGES, translations
from gis.maps.words import demonstration_statement, safety_statement
from service.access import Action, Actor, ActorDependency, signed_in_actor
from service.db import SessionDependency
from service.instance import is_demonstration
from service.jobs import is_resplit_due
from service.problems import NotAllowed, language_of
from service.settings import Settings
from service.web.addresses import came_from, in_language

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGE_COOKIE_S = 365 * 24 * 3600
LEAST_M2 = 0.5
"""What is less is left by cuts along shared borders and prints as 0."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page on its way to a reader.

    Attributes
    ----------
    actor
        Who is signed in, if anybody.
    is_demonstration
        Whether a strip above the page says that the data is made up.
    is_resplit_due
        Whether a strip above the page says that figures by district still follow replaced boundaries.
    """

    request: Request
    session: Session
    actor: Actor | None
    language: Language
    is_demonstration: bool
    is_resplit_due: bool

    @property
    def now(self) -> datetime:
        """Give the present instant."""
        at: datetime = self.request.app.state.clock()
        return at

    @property
    def today(self) -> date:
        """Give the day that it is where the work is done."""
        return self.settings.local_date(self.now)

    @property
    def settings(self) -> Settings:
        """Give what this installation decides."""
        settings: Settings = self.request.app.state.settings
        return settings

    @property
    def signed_in(self) -> Actor:
        """Give who is signed in.

        Raises
        ------
        NotSignedIn
            If nobody is.
        """
        return signed_in_actor(self.actor)

    def translate(self, message: str) -> str:
        """Give a text of ours in the reader's language."""
        return translations(self.language).gettext(message)

    def translate_count(self, one: str, many: str, count: int) -> str:
        """Give a text of ours in the form that a number of things takes in the reader's language."""
        return translations(self.language).ngettext(one, many, count)

    def show(self, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
        """Render a template for the reader."""
        return render(self.request, template, self, status=status, context=context)


def this_page(request: Request, session: SessionDependency, actor: ActorDependency) -> Page:
    """Give the page that a request asks for; a refusal on the way is shown with its bar and strip."""
    page = Page(
        request=request,
        session=session,
        actor=actor,
        language=language_of(request),
        is_demonstration=is_demonstration(session),
        is_resplit_due=is_resplit_due(session),
    )
    request.state.page = page
    return page


PageDependency = Annotated[Page, Depends(this_page)]


def render(request: Request, template: str, page: Page | None, *, status: int, context: dict[str, Any]) -> HTMLResponse:
    """Render a template; a page without a database behind it, as after a failure, knows no reader."""
    language = page.language if page else language_of(request)
    reader = {
        "request": request,
        "actor": page.actor if page else None,
        "is_demonstration": page.is_demonstration if page else False,
        "is_resplit_due": page.is_resplit_due if page else False,
        "Action": Action,
        "in_language": partial(in_language, request),
        **_words(language),
        **_prints(language, zone_of(request)),
    }
    body = _environment().get_template(template).render(reader | context)
    response = HTMLResponse(body, status_code=status, headers={"cache-control": "no-store"})
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie("lang", language, max_age=LANGUAGE_COOKIE_S, samesite="lax", httponly=True)
    return response


def see_other(path: str) -> RedirectResponse:
    """Send the browser on after a form, so that loading the page again does not send the form again."""
    return RedirectResponse(path, status_code=303)


def require_own_site(request: Request) -> None:
    """Pass silently unless a browser says that a form of somebody who is not signed in comes from another site.

    Raises
    ------
    NotAllowed
        If it does.
    """
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise NotAllowed(
            "The form was sent from another site. Nothing was done. Open this site's own page and send it from there.",
            "Forma başqa saytdan göndərilib. Heç nə edilmədi. Bu saytın öz səhifəsini açıb oradan göndərin.",
        )


def problem_page(request: Request, document: dict[str, Any]) -> Response:
    """Show a refusal as a page; who is not signed in is asked to, and then brought back."""
    if document["status"] == 401 and request.method == "GET":  # noqa: PLR2004 - HTTP's own number
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return see_other(str(request.url_for("sign_in_form").include_query_params(next=path)))
    page = getattr(request.state, "page", None)
    context = {"problem": document, "back": came_from(request)}
    return render(request, "problem.html", page, status=document["status"], context=context)


def zone_of(request: Request) -> ZoneInfo:
    """Give the time zone of the work."""
    return ZoneInfo(request.app.state.settings.time_zone)


def coded(text: str) -> Markup:
    """Give a text of ours with what stands in backticks as code; everything in it is escaped first.

    >>> str(coded("`x<y>` is missing"))
    '<code>x&lt;y&gt;</code> is missing'
    """
    return Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped above


def breakable(name: str) -> Markup:
    """Give a file's name so that a narrow window breaks it between its parts.

    >>> str(breakable("late_reports.geojson"))
    'late_<wbr>reports.<wbr>geojson'
    """
    return Markup(re.sub(r"([_.-])", r"\1<wbr>", str(escape(name))))  # noqa: S704 - escaped before


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"coded": coded, "breakable": breakable}
    return environment


def _words(language: Language) -> dict[str, Any]:
    catalogue = translations(language)
    return {
        "language": language,
        "safety": safety_statement(language),
        "demonstration": demonstration_statement(language),
        "_": catalogue.gettext,
        "gettext": catalogue.gettext,
        "ngettext": catalogue.ngettext,
    }


def _prints(language: Language, zone: ZoneInfo) -> dict[str, Callable[..., str]]:
    """Give the functions by which a template prints values; the only ones there are."""

    def label(member: Codelist) -> str:
        return member.label(language)

    return {
        "label": label,
        "capitalised": lambda words: text.capitalised_text(words, language),
        "number": lambda number: text.number_text(number, language),
        "decimal": lambda number, decimals: text.number_text(number, language, decimals=decimals),
        "length_km": lambda length_m: text.length_km_text(length_m, language),
        "area_ha": lambda area_m2: text.area_ha_text(area_m2 if abs(area_m2) >= LEAST_M2 else 0, language),
        "area_km2": lambda area_m2: text.area_km2_text(area_m2, language),
        "area_m2": lambda area_m2: text.area_m2_text(area_m2, language),
        "day": lambda day: text.date_text(day, language),
        "days": lambda first, last: text.period_text(first, last, language),
        "instant": lambda at: text.instant_text(at, language, zone),
    }
