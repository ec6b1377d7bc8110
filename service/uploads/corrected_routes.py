"""The corrected file over HTTP."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from gis.layers import LAYERS_BY_NAME
from service.access import ActorDependency
from service.db import SessionDependency
from service.problems import WrongParameter, language_of
from service.uploads.audience import upload_seen_by
from service.uploads.corrected import columns, corrected
from service.uploads.corrected_files import MEDIA_TYPES, MOST_AS_TABLE, CorrectedFormat, corrected_file
from service.uploads.kept import attachment

router = APIRouter(prefix="/api/v1/uploads", tags=["uploads"])
STREAMED = frozenset({CorrectedFormat.GEOJSON, CorrectedFormat.CSV})


@router.get(
    "/{upload_id}/corrected",
    response_class=StreamingResponse,
    responses={200: {"content": {media_type: {} for media_type in MEDIA_TYPES.values()}}},
)
def get_corrected(
    upload_id: UUID,
    actor: ActorDependency,
    session: SessionDependency,
    *,
    request: Request,
    form: Annotated[CorrectedFormat, Query(alias="format")] = CorrectedFormat.GEOJSON,
) -> StreamingResponse:
    """Give an upload's features as they were understood and repaired, with a column `issues`, to be mended and sent.

    What could not be understood stands under its own heading, as the file has it.
    """
    upload = upload_seen_by(session, upload_id, actor)
    if form not in STREAMED and upload.counts.get("features", 0) > MOST_AS_TABLE:
        raise WrongParameter(
            f"Above {MOST_AS_TABLE:,} features the corrected file is given as GeoJSON or CSV.",
            f"{MOST_AS_TABLE} obyektdən çox olduqda düzəldilmiş fayl GeoJSON və ya CSV şəklində verilir.",
        )
    language, file_name = language_of(request), f"{PurePath(upload.file_name).stem or upload.layer}.corrected.{form}"

    def content() -> Iterator[bytes]:
        # A session of its own: the request's is closed before the last byte is out.
        with request.app.state.sessions() as own:
            names = columns(own, upload, LAYERS_BY_NAME[upload.layer])
            features = corrected(own, upload, names=names, language=language)
            yield from corrected_file(features, form, upload=upload, names=names, language=language)

    headers = {"Content-Disposition": attachment(file_name)}
    return StreamingResponse(content(), media_type=MEDIA_TYPES[form], headers=headers)
