"""Tasks: the orders under which organisations work."""

from gis.codelists import ActivityType, Asset, TaskStatus, Visibility
from gis.layers.layer import Field, Kind, Layer, Shape
from gis.layers.shared import (
    CLOSING,
    CODE,
    DISTRICT,
    HAZARDOUS_AREAS,
    LENGTH,
    ORGANISATION,
    PRIORITY,
    WIDTH,
    visibility,
)

LAYER = Layer(
    name="tasks",
    singular="task",
    en="Tasks",
    az="Tapşırıqlar",
    shapes=frozenset({Shape.POLYGON, Shape.LINE, Shape.POINT}),
    dated_by=("issued_on", "started_on"),
    fields=(
        CODE,
        Field(name="name", kind=Kind.TEXT, en="Name of the task", az="Tapşırığın adı"),
        Field(
            name="task_type",
            kind=Kind.CODE,
            codelist=ActivityType,
            is_required=True,
            en="Kind of work",
            az="İşin növü",
        ),
        ORGANISATION.as_required(),
        Field(
            name="project_phase_code",
            kind=Kind.LINK,
            layer="project_phases",
            en="Code of the project phase that the task belongs to",
            az="Tapşırığın aid olduğu layihə mərhələsinin kodu",
        ),
        Field(
            name="status",
            kind=Kind.CODE,
            codelist=TaskStatus,
            is_required=True,
            en="Where it stands",
            az="Vəziyyəti",
        ),
        HAZARDOUS_AREAS,
        Field(
            name="methods_planned", kind=Kind.CODES, codelist=Asset, en="Planned means", az="Planlaşdırılan vasitələr"
        ),
        Field(
            name="depth_required_cm",
            kind=Kind.INTEGER,
            minimum=0,
            maximum=1_000,
            en="Depth to search, in centimetres",
            az="Tələb olunan dərinlik, santimetr",
        ),
        Field(name="issued_on", kind=Kind.DATE, en="Day of the order", az="Tapşırığın verildiyi gün"),
        Field(name="started_on", kind=Kind.DATE, en="First day of work", az="İşin başlandığı gün"),
        Field(name="suspended_on", kind=Kind.DATE, en="Day of suspension", az="Dayandırıldığı gün"),
        Field(name="completed_on", kind=Kind.DATE, en="Last day of work", az="İşin bitdiyi gün"),
        Field(name="accepted_on", kind=Kind.DATE, en="Day of acceptance", az="Qəbul günü"),
        Field(name="handed_over_on", kind=Kind.DATE, en="Day of handover", az="Təhvil günü"),
        Field(
            name="planned_area_m2",
            kind=Kind.NUMBER,
            minimum=0,
            en="Planned area in square metres; left out: the outline's",
            az="Planlaşdırılan sahə, kvadratmetr; yoxdursa, sərhədin sahəsi",
        ),
        WIDTH,
        LENGTH,
        DISTRICT,
        *PRIORITY,
        visibility(Visibility.INTERNAL),
        *CLOSING,
    ),
)
