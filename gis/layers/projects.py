"""Projects: land release that donors and executing organisations agreed on, in phases."""

from gis.codelists import Visibility
from gis.layers.layer import Field, Kind, Layer
from gis.layers.shared import CLOSING, CODE, visibility

LAYER = Layer(
    name="projects",
    singular="project",
    en="Projects",
    az="Layihələr",
    fields=(
        CODE,
        Field(name="name_en", kind=Kind.TEXT, is_required=True, en="Name in English", az="İngiliscə adı"),
        Field(name="name_az", kind=Kind.TEXT, en="Name in Azerbaijani", az="Azərbaycanca adı"),
        Field(
            name="total_area_m2",
            kind=Kind.NUMBER,
            minimum=0,
            en="Area of all phases, in square metres",
            az="Bütün mərhələlərin sahəsi, kvadratmetr",
        ),
        Field(
            name="executing_org",
            kind=Kind.LINK,
            layer="organisations",
            en="Code of the organisation that carries it out",
            az="Layihəni icra edən təşkilatın kodu",
        ),
        Field(
            name="lead_nation", kind=Kind.TEXT, en="Nation that leads the donors", az="Donorlara rəhbərlik edən ölkə"
        ),
        visibility(Visibility.PARTNER),
        *CLOSING,
    ),
)
