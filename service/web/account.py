"""Signing in and out."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from service.access import session_cookie
from service.accounts import flow
from service.web.page import PageDependency, require_own_site, see_other

router = APIRouter(include_in_schema=False)


class SignInForm(BaseModel):
    """What the sign-in page sends."""

    login: str
    password: str
    next: str = "/"


@router.get("/sign-in")
def sign_in_form(page: PageDependency, next: str = "/") -> HTMLResponse:  # noqa: A002 - the name in the address
    """Ask for login and password."""
    return page.show("sign_in.html", next=_own_path(next), login="", is_wrong=False)


@router.post("/sign-in")
def sign_in(page: PageDependency, form: Annotated[SignInForm, Form()]) -> Response:
    """Sign in and go on to where the reader came from."""
    require_own_site(page.request)
    lasts = timedelta(hours=page.settings.session_hours)
    browser = flow.sign_in(page.session, form.login, password=form.password, now=page.now, lasts=lasts)
    if browser is None:
        return page.show("sign_in.html", status=401, next=_own_path(form.next), login=form.login, is_wrong=True)
    response = see_other(_own_path(form.next))
    response.set_cookie(
        session_cookie(page.request),
        browser.cookie,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=page.request.url.scheme == "https",
    )
    return response


@router.post("/sign-out")
def sign_out(page: PageDependency) -> Response:
    """End the browser's session."""
    name = session_cookie(page.request)
    flow.sign_out(page.session, page.request.cookies.get(name, ""))
    response = see_other("/")
    response.delete_cookie(name)
    return response


def _own_path(path: str) -> str:
    """Give a path of this service, so that no link can use the form to lead elsewhere."""
    return path if path.startswith("/") and path[1:2] not in {"/", "\\"} else "/"
