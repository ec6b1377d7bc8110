"""Fields that several layers have, each worded once."""

from gis.codelists import Priority, PriorityBasis, Visibility
from gis.layers.layer import Field, Kind

CODE = Field(
    name="code",
    kind=Kind.TEXT,
    en="The record's own code, unique in its layer and never used again",
    az="Qeydin öz kodu; təbəqədə təkdir və bir daha işlədilmir",
    is_required=True,
)
ORGANISATION = Field(
    name="organisation",
    kind=Kind.LINK,
    layer="organisations",
    en="Code of the organisation that did the work",
    az="İşi görən təşkilatın kodu",
)
REPORTED_BY = Field(
    name="reported_by",
    kind=Kind.TEXT,
    en="Team or person that did the work, as the report names it",
    az="Hesabatda göstərildiyi kimi işi görən qrup və ya şəxs",
)
DISTRICT = Field(
    name="district_code",
    kind=Kind.LINK,
    layer="districts",
    en="Code of the district as stated by the operator",
    az="İcraçının göstərdiyi rayonun kodu",
)
TASK = Field(
    name="task_code",
    kind=Kind.LINK,
    layer="tasks",
    en="Code of the task under which the work was done",
    az="İşin görüldüyü tapşırığın kodu",
)
HAZARDOUS_AREAS = Field(
    name="hazardous_area_codes",
    kind=Kind.LINKS,
    layer="hazardous_areas",
    en="Codes of the hazardous areas concerned",
    az="Aid olduğu təhlükəli ərazilərin kodları",
)
WIDTH = Field(
    name="width_m",
    kind=Kind.NUMBER,
    minimum=0.1,
    maximum=1_000,
    en="Width of the strip along a line (road, railway), in metres; the record's ground is the strip",
    az="Xətt (yol, dəmir yolu) boyu zolağın eni, metr; qeydin ərazisi zolaqdır",
)
LENGTH = Field(
    name="length_m",
    kind=Kind.NUMBER,
    minimum=0,
    en="Length of the line, in metres; left out: the drawn line's",
    az="Xəttin uzunluğu, metr; yoxdursa, çəkilmiş xəttin uzunluğu",
)
PRIORITY = (
    Field(name="priority", kind=Kind.CODE, codelist=Priority, en="How urgent", az="Təcililik dərəcəsi"),
    Field(
        name="priority_basis",
        kind=Kind.CODE,
        codelist=PriorityBasis,
        en="Why it has this priority",
        az="Prioritetin əsası",
    ),
)
CLOSING = (
    Field(name="remarks", kind=Kind.TEXT, en="Remarks", az="Qeydlər"),
    Field(
        name="revision_reason",
        kind=Kind.TEXT,
        en="Why a known record comes again with other content",
        az="Məlum qeydin niyə başqa məzmunla yenidən gəldiyi",
    ),
)


def visibility(default: Visibility) -> Field:
    """Give the field that says who may see a record."""
    return Field(
        name="visibility",
        kind=Kind.CODE,
        codelist=Visibility,
        default=default.value,
        en="Who may see the record",
        az="Qeydi kimlər görə bilər",
    )
