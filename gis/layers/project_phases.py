"""Project phases: the parts of a project, each with a plan and a budget of its own."""

from gis.codelists import Currency, PhaseStatus, Visibility
from gis.layers.layer import Field, Kind, Layer
from gis.layers.shared import CLOSING, CODE, visibility

LAYER = Layer(
    name="project_phases",
    singular="project_phase",
    en="Project phases",
    az="Layihə mərhələləri",
    fields=(
        CODE,
        Field(
            name="project_code",
            kind=Kind.LINK,
            layer="projects",
            is_required=True,
            en="Code of the project",
            az="Layihənin kodu",
        ),
        Field(
            name="number",
            kind=Kind.INTEGER,
            is_required=True,
            minimum=1,
            maximum=99,
            en="Which phase of the project it is, from 1",
            az="Layihənin neçənci mərhələsi olduğu, 1-dən başlayaraq",
        ),
        Field(
            name="planned_area_m2",
            kind=Kind.NUMBER,
            minimum=0,
            en="Planned area in square metres",
            az="Planlaşdırılan sahə, kvadratmetr",
        ),
        Field(name="planned_start", kind=Kind.DATE, en="Planned first day", az="Planlaşdırılan ilk gün"),
        Field(name="planned_end", kind=Kind.DATE, en="Planned last day", az="Planlaşdırılan son gün"),
        Field(name="actual_start", kind=Kind.DATE, en="First day", az="İlk gün"),
        Field(name="actual_end", kind=Kind.DATE, en="Last day", az="Son gün"),
        Field(name="budget_amount", kind=Kind.NUMBER, minimum=0, en="Budget", az="Büdcə"),
        Field(name="spent_amount", kind=Kind.NUMBER, minimum=0, en="Spent so far", az="İndiyədək xərclənib"),
        Field(
            name="currency",
            kind=Kind.CODE,
            codelist=Currency,
            en="Currency of budget and spending",
            az="Büdcə və xərclərin valyutası",
        ),
        Field(
            name="status",
            kind=Kind.CODE,
            codelist=PhaseStatus,
            default=PhaseStatus.PLANNED.value,
            en="Where it stands",
            az="Vəziyyəti",
        ),
        visibility(Visibility.PARTNER),
        *CLOSING,
    ),
)
