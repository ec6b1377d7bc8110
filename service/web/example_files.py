"""Example files to fill in: one of each layer, in the formats that people fill files in with."""

from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter
from fastapi.responses import Response

from gis.layers import LAYERS_BY_NAME
from gis.template import write_template
from service.sheets import XLSX_TYPE
from service.uploads.kept import attachment
from service.uploads.layer_name import LayerName

router = APIRouter(include_in_schema=False)


class TemplateFormat(StrEnum):
    """The formats of an example file."""

    XLSX = "xlsx"
    GEOJSON = "geojson"
    GPKG = "gpkg"


MEDIA_TYPES = {
    TemplateFormat.XLSX: XLSX_TYPE,
    TemplateFormat.GEOJSON: "application/geo+json",
    TemplateFormat.GPKG: "application/geopackage+sqlite3",
}


@router.get("/templates/{layer}.{form}")
def template(layer: LayerName, form: TemplateFormat) -> Response:
    """Give an example file of a layer with every field, its codes and what they mean; anybody may have it."""
    name = f"{layer}.{form}"
    with TemporaryDirectory(prefix="landrelease-") as folder:
        file = Path(folder) / name
        write_template(LAYERS_BY_NAME[layer], file)
        return Response(
            file.read_bytes(), media_type=MEDIA_TYPES[form], headers={"Content-Disposition": attachment(name)}
        )
