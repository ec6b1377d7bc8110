"""How a file comes in over HTTP: who sends it is asked first, then it is read, up to the limit."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.datastructures import UploadFile
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from service.access import CSRF_HEADER, Action, current_actor, require
from service.uploads.limit import too_large
from service.uploads.schemas import UploadForm

FIELD_COUNT = 20
"""More fields than a form of ours has."""


async def incoming_form(request: Request) -> AsyncIterator[UploadForm]:
    """Read the form of an upload, once it is known that its sender may upload.

    Asked in a session of its own: no connection waits for a slow sender. A browser proves where it comes from by the
    header, because the form's own field would come after the file.
    """
    await run_in_threadpool(_require_uploader, request)
    async with read_form(request) as form:
        yield form


@asynccontextmanager
async def read_form(request: Request) -> AsyncIterator[UploadForm]:
    """Read the form of an upload; a field left empty is left out, and what it holds is deleted afterwards.

    Raises
    ------
    RequestValidationError
        If a field is missing, unknown or wrong.
    """
    async with request.form(max_files=1, max_fields=FIELD_COUNT) as form:
        try:
            sent = UploadForm.model_validate({name: said for name, said in form.items() if said != ""})
        except ValidationError as error:
            wrong = [{**e, "loc": ("body", *e["loc"])} for e in error.errors(include_url=False, include_context=False)]
            raise RequestValidationError(wrong) from error
        yield sent


IncomingForm = Annotated[UploadForm, Depends(incoming_form)]
"""The form of an upload, as its route declares it."""


@contextmanager
def incoming_file(file: UploadFile, limit_bytes: int) -> Iterator[Path]:
    """Give the file that came in under a name of ours, gone again afterwards.

    Raises
    ------
    TooLarge
        If it is larger than the installation takes.
    """
    if (file.size or 0) > limit_bytes:
        raise too_large(limit_bytes)
    with NamedTemporaryFile(prefix="landrelease-", suffix=".upload") as spooled:
        shutil.copyfileobj(file.file, spooled, length=1 << 20)
        spooled.flush()
        yield Path(spooled.name)


def form_schema() -> dict[str, Any]:
    """Give the form for the API's description."""
    schema = UploadForm.model_json_schema(ref_template="#/components/schemas/{model}")
    del schema["$defs"]  # the answers name them as well
    content = {"multipart/form-data": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}}


def _require_uploader(request: Request) -> None:
    with request.app.state.sessions() as session:
        require(current_actor(request, session, request.headers.get(CSRF_HEADER)), Action.UPLOAD)
