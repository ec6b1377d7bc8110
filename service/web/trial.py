"""Trying a file without an account: what would be said of it, forgotten after a day."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from service.uploads.incoming import incoming_file, read_form
from service.uploads.limit import FORM_BYTES, too_large
from service.uploads.schemas import UploadForm
from service.uploads.trial import receive_trial
from service.web.page import PageDependency, require_own_site, see_other
from service.web.uploads import form_words

router = APIRouter(include_in_schema=False)


async def tried_form(request: Request) -> AsyncIterator[UploadForm]:
    """Read the form of who is not signed in, unless it says that it is too large, or not how large it is.

    Raises
    ------
    TooLarge
        Before any of it is read.
    """
    require_own_site(request)
    limit_bytes = request.app.state.settings.trial_limit_bytes
    said_bytes = request.headers.get("content-length", "")
    if not said_bytes.isdigit() or int(said_bytes) > limit_bytes + FORM_BYTES:
        raise too_large(limit_bytes)
    async with read_form(request) as form:
        yield form


TriedForm = Annotated[UploadForm, Depends(tried_form)]


@router.get("/try")
def trial_form(page: PageDependency, layer: str = "release_areas") -> HTMLResponse:
    """Ask for a file to try."""
    return page.show("try.html", address="/try", replaced=None, **form_words(page, layer, is_trial=True))


@router.post("/try")
def try_file(form: TriedForm, page: PageDependency) -> Response:
    """Check a file and show what would be said of it."""
    settings = page.settings
    with incoming_file(form.file, settings.trial_limit_bytes) as file:
        upload_id = receive_trial(page.session, file, form.order(settings), settings=settings, today=page.today)
    return see_other(f"/uploads/{upload_id}")
