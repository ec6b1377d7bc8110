"""One record on one form: an upload of one feature, which goes the same road as every file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final
from uuid import UUID

import orjson
import shapely
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from gis.codelists import Severity
from gis.issues import Issue, sentence
from gis.layers import LAYERS_BY_NAME, Field, Layer, Shape
from service.access import Action, Actor, require
from service.problems import NotFound
from service.tables import staged_feature
from service.uploads import flow
from service.uploads.issue_filter import IssueFilter
from service.uploads.order import UploadOrder
from service.web import queries
from service.web.page import Page, PageDependency, see_other

router = APIRouter(include_in_schema=False)

CREATABLE: Final = ("organisations", "tasks", "hazardous_areas")
"""The layers of which a record can be made from the issue that names it."""

ERRORS: Final = IssueFilter(severity=Severity.ERROR)
SHOWN: Final = 20
AREA: Final = 2
"""What PostGIS calls the dimension of a polygon."""

HIDDEN: Final = frozenset({"revision_reason"})
OUTLINE: Final = "outline_of_naming"
"""The box by which a hazardous area takes the outline of the features that name it."""


async def sent_fields(request: Request) -> FormData:
    """Give the fields of the form that was sent, whichever the layer has."""
    return await request.form()


SentFields = Annotated[FormData, Depends(sent_fields)]
NamedCode = Annotated[str, Query(max_length=100)]


def creatable(actor: Actor | None, layer: Layer) -> tuple[str, ...]:
    """Give the layers of which this reader may make a record that a feature of a layer names."""
    named = {field.layer for field in layer.fields}
    return tuple(name for name in CREATABLE if name in named) if actor and actor.may(Action.UPLOAD) else ()


@router.get("/uploads/{upload_id}/create/{layer_name}")
def record_form(page: PageDependency, upload_id: UUID, layer_name: str, *, code: NamedCode = "") -> HTMLResponse:
    """Ask for a record that an upload names and nobody knows yet."""
    require(page.actor, Action.UPLOAD)
    flow.find_upload(page.session, upload_id)
    return _show(page, upload_id, _layer(layer_name), said={"code": code})


@router.post("/uploads/{upload_id}/create/{layer_name}")
def create(
    page: PageDependency, upload_id: UUID, layer_name: str, *, form: SentFields, code: NamedCode = ""
) -> Response:
    """Send the record as a file of one feature, and go back to what names it; faulty, the form asks again."""
    require(page.actor, Action.UPLOAD)
    layer = _layer(layer_name)
    said = _said(layer, form)
    named = code or said["code"]
    outline = _outline_of_naming(page.session, upload_id, layer, code=named) if form.get(OUTLINE) else None
    faults = _sent(page, layer, said=said, outline=outline)
    if faults:
        return _show(page, upload_id, layer, said=said, faults=faults)
    return see_other(f"/uploads/{upload_id}#issues")


def _show(
    page: Page, upload_id: UUID, layer: Layer, *, said: Mapping[str, Any], faults: Sequence[Issue] = ()
) -> HTMLResponse:
    fields = [field for field in layer.fields if field.name not in HIDDEN]
    asked = [field for field in fields if field.is_required or field.name in said]
    return page.show(
        "record_form.html",
        status=422 if faults else 200,
        faults=[sentence(issue, page.language) for issue in faults],
        upload_id=upload_id,
        layer=layer,
        parts=[asked, [field for field in fields if field not in asked]],
        said=said,
        words=lambda field: field.az if page.language == "az" else field.en,
        outline_field=OUTLINE if Shape.POLYGON in layer.shapes else None,
        is_outline_needed=layer.is_geometry_required,
        input_of=_input,
    )


def _input(field: Field) -> str:
    """Give the kind of input that a browser shows for a field."""
    return {"date": "date", "number": "number", "integer": "number"}.get(field.kind.value, "text")


def _layer(name: str) -> Layer:
    if name not in CREATABLE:
        raise NotFound(f"No record of “{name}” can be made here.", f"Burada “{name}” qeydi yaradıla bilməz.")
    return LAYERS_BY_NAME[name]


def _said(layer: Layer, form: FormData) -> dict[str, Any]:
    """Give what the form says of each field: texts, which are read as those of a file are; lists as lists."""
    said: dict[str, Any] = {}
    for field in layer.fields:
        texts = [text.strip() for text in form.getlist(field.name) if isinstance(text, str) and text.strip()]
        if texts:
            said[field.name] = texts if field.is_list and field.codelist else texts[0]
    return {"code": "", **said}


def _sent(page: Page, layer: Layer, *, said: dict[str, Any], outline: bytes | None) -> list[Issue]:
    """Take the record in as a file; of a faulty one nothing is stored, and its errors are given."""
    geometry = orjson.Fragment(shapely.to_geojson(shapely.from_wkb(outline))) if outline else None
    feature = {"type": "Feature", "properties": said, "geometry": geometry}
    settings = page.settings
    order = UploadOrder(
        layer=layer.name,
        file_name=f"{said['code'] or layer.singular}.geojson",
        review=settings.review,
        district_tolerance_m=settings.district_tolerance_m,
    )
    with TemporaryDirectory(prefix="landrelease-") as folder:
        file = Path(folder) / "record.geojson"
        file.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": [feature]}))
        attempt = page.session.begin_nested()
        sent_id = flow.receive_upload(page.session, file, order, actor=page.signed_in, today=page.today)
    faults = queries.issues_asked(page.session, sent_id, ERRORS, offset=0, limit=SHOWN)
    if faults:
        attempt.rollback()
    else:
        attempt.commit()
    return faults


def _outline_of_naming(session: Session, upload_id: UUID, layer: Layer, *, code: str) -> bytes | None:
    """Give the ground of the features of an upload that name a code, as WKB; an invalid outline encloses none."""
    feature = staged_feature.c
    upload = flow.find_upload(session, upload_id)
    fields = [field for field in LAYERS_BY_NAME[upload.layer].fields if field.layer == layer.name]
    named = [
        feature.fields[field.name].has_key(code) if field.is_list else feature.fields[field.name].astext == code
        for field in fields
    ]
    ground = select(func.ST_AsBinary(func.ST_Multi(func.ST_Union(feature.geom))))
    is_ground = (func.ST_Dimension(feature.geom) == AREA) & func.ST_IsValid(feature.geom)
    statement = ground.where(feature.upload_id == upload_id, or_(false(), *named), is_ground)
    found: bytes | None = session.scalar(statement)
    return found
