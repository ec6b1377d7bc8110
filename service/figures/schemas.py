"""The answers of the API."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from gis.codelists import Account, ActivityType, Currency, PhaseStatus, ReleaseMethod, TaskStatus
from service.figures.efficiency import Efficiencies, Efficiency, EfficiencyQuestion
from service.figures.footprint import Footprint, FootprintQuestion
from service.figures.items import Known, Scope
from service.figures.late import Late
from service.figures.plan import Extent, Extents, PhaseProgress, Plan, PlanQuestion, Plans, TaskProgress


class _PlanRow(BaseModel):
    """Released ground against a plan; the accounts are never added together."""

    planned_area_m2: float | None
    operational_m2: float
    operational_share_pct: float | None = Field(description="Of the planned area; not capped at 100.")
    operational_remaining_m2: float | None = Field(description="Less than nothing where more was released.")
    certified_m2: float
    certified_share_pct: float | None
    certified_remaining_m2: float | None
    gap_m2: float = Field(description="Certified less operational.")
    is_above_plan: bool
    cleared_m2: float = Field(description="By method, in the operational account.")
    reduced_m2: float
    cancelled_m2: float
    undetermined_m2: float


def _plan_row(plan: Plan) -> dict[str, float | bool | None]:
    figures: dict[str, float | bool | None] = {"planned_area_m2": plan.planned_area_m2}
    for account in Account:
        figures |= {
            f"{account}_m2": plan.released_m2(account),
            f"{account}_share_pct": plan.share_pct(account),
            f"{account}_remaining_m2": plan.remaining_m2(account),
        }
    methods = {f"{method}_m2": plan.operational.m2(method) for method in ReleaseMethod}
    return {**figures, "gap_m2": plan.gap_m2, "is_above_plan": plan.is_above_plan, **methods}


class TaskRow(_PlanRow):
    """A task against its plan; what is missing of it was not sent."""

    task: str
    name: str | None
    task_type: ActivityType | None
    status: TaskStatus | None
    organisation: str | None
    district: str | None
    project_phase: str | None
    extent: Extent | None = Field(description="What is drawn of it; points and nothing are counted apart.")
    length_m: float | None = Field(description="Of a road or another line, with a width or without.")
    completed_on: date | None = Field(description="The day at which the gap is dated.")
    item_count: int = Field(description="Explosive items found, each once.")
    certified_item_count: int | None = Field(description="By the completion reports: compared, never counted.")

    @classmethod
    def of(cls, task: TaskProgress) -> Self:
        """Word a task."""
        return cls.model_validate({**vars(task), **_plan_row(task.plan), "task": task.code})


class PhaseRow(_PlanRow):
    """A phase against its plan, and its project up to it."""

    project: str
    project_phase: str
    number: int
    status: PhaseStatus
    planned_start: date | None
    planned_end: date | None
    actual_start: date | None
    actual_end: date | None
    budget_amount: float | None
    spent_amount: float | None
    currency: Currency | None
    cost_per_m2: float | None = Field(description="Spent for each square metre reduced or cleared.")
    item_count: int
    project_area_m2: float | None
    project_operational_m2: float = Field(description="Of the phases up to this one; so all that follow.")
    project_share_pct: float | None
    project_remaining_m2: float | None
    project_cost_per_m2: float | None

    @classmethod
    def of(cls, phase: PhaseProgress) -> Self:
        """Word a phase."""
        account, so_far = Account.OPERATIONAL, phase.so_far
        project = {
            "project_area_m2": so_far.planned_area_m2,
            "project_operational_m2": so_far.released_m2(account),
            "project_share_pct": so_far.share_pct(account),
            "project_remaining_m2": so_far.remaining_m2(account),
            "project_cost_per_m2": so_far.cost_per_m2,
        }
        money = {"spent_amount": phase.plan.spent_amount, "cost_per_m2": phase.plan.cost_per_m2}
        own = vars(phase) | {"project_phase": phase.code}
        return cls.model_validate({**own, **_plan_row(phase.plan), **money, **project})


class _PlansAnswer(BaseModel):
    as_of: date
    as_known_at: datetime
    withheld_count: int = Field(description="Records that who asks may not see; none of them is among the rows.")


class TasksAnswer(_PlansAnswer):
    """Tasks against their plans at the end of a day."""

    not_drawn_count: int = Field(description="Rows whose extent is not drawn: a point stands for it, or nothing does.")
    length_m: float = Field(description="Of the rows that are roads or other lines, together.")
    rows: list[TaskRow]

    @classmethod
    def of(cls, question: PlanQuestion, answer: Plans) -> Self:
        """Word an answer with what was asked."""
        extents = Extents.of(answer.tasks)
        return cls(
            as_of=question.as_of,
            as_known_at=answer.as_known_at,
            withheld_count=answer.withheld_task_count,
            not_drawn_count=extents.not_drawn_count,
            length_m=extents.length_m,
            rows=[TaskRow.of(task) for task in answer.tasks],
        )


class PhasesAnswer(_PlansAnswer):
    """Project phases against their plans at the end of a day."""

    rows: list[PhaseRow]

    @classmethod
    def of(cls, question: PlanQuestion, answer: Plans) -> Self:
        """Word an answer with what was asked."""
        return cls(
            as_of=question.as_of,
            as_known_at=answer.as_known_at,
            withheld_count=answer.withheld_phase_count,
            rows=[PhaseRow.of(phase) for phase in answer.phases],
        )


class EfficiencyRow(BaseModel):
    """What the work of one scope yielded; a ratio is missing where there is nothing to divide by."""

    scope: str | None
    released_m2: float
    cleared_m2: float
    cleared_worked_m2: float = Field(description="Every pass, where the release says so; else net.")
    hazardous_item_count: int
    cleared_m2_per_item: float | None
    item_count_per_ha: float | None
    cleared_polygon_count: int
    without_find_count: int
    without_find_share_pct: float | None
    not_cleared_share_pct: float | None = Field(description="Reduced and cancelled, of all released.")

    @classmethod
    def of(cls, row: Efficiency) -> Self:
        """Word what one scope yielded."""
        own = {name: getattr(row, name) for name in cls.model_fields if hasattr(row, name)}
        return cls(**own, released_m2=row.released.released_m2, cleared_m2=row.released.cleared_m2)


class EfficiencyAnswer(BaseModel):
    """What the work of a period yielded."""

    model_config = ConfigDict(populate_by_name=True)

    start: date = Field(alias="from")
    end: date = Field(alias="to")
    by: Scope | None
    account: Account
    as_known_at: datetime
    rows: list[EfficiencyRow]

    @classmethod
    def of(cls, question: EfficiencyQuestion, answer: Efficiencies) -> Self:
        """Word an answer with what was asked."""
        rows = [EfficiencyRow.of(row) for row in answer.rows]
        return cls(**{**vars(question), **vars(answer), "rows": rows})


class FootprintAnswer(BaseModel):
    """An estimate of the ground that cluster munitions covered; never added to the polygons' figure."""

    as_of: date
    as_known_at: datetime
    account: Account
    buffer_m: float
    is_estimate: bool = True
    footprint_m2: float = Field(description="Cleared ground around finds of submunitions.")
    classed_cleared_m2: float = Field(description="Cleared under a class with cluster remnants: whole polygons.")
    located_count: int = Field(description="Submunitions found at a known place.")
    unlocated_count: int = Field(description="Submunitions found without a place; they have no footprint.")

    @classmethod
    def of(cls, question: FootprintQuestion, answer: Footprint) -> Self:
        """Word an answer with what was asked."""
        return cls(**{**vars(question), **vars(answer)})


class LateRow(BaseModel):
    """What became known late of one week's ground by one method."""

    week: str
    method: ReleaseMethod
    area_m2: float = Field(description="Added less taken away.")
    added_m2: float
    taken_m2: float = Field(description="By corrections, and by late records of earlier work on the same ground.")


class LateItemsRow(BaseModel):
    """What became known late of one week's disposed items, in the groups of the national bulletin."""

    week: str
    ap: int
    at: int
    uxo: int
    submunitions: int
    saa: int
    harmless: int


class LateAnswer(BaseModel):
    """What became known of a period after its cut-off: "added for earlier periods"."""

    model_config = ConfigDict(populate_by_name=True)

    start: date = Field(alias="from")
    end: date = Field(alias="to")
    account: Account
    since_at: datetime | None = Field(
        description="The cut-off; missing where the record itself began after it, so that nothing is late."
    )
    as_known_at: datetime
    rows: list[LateRow]
    items: list[LateItemsRow]
    total_m2: float

    @classmethod
    def of(cls, known: Known, account: Account, late: Late | None) -> Self:
        """Word an answer with what was asked."""
        weeks = late.weeks if late else ()
        rows = [
            LateRow(
                week=week.week,
                method=method,
                area_m2=week.areas.m2(method),
                added_m2=week.areas.m2(method) + week.taken.m2(method),
                taken_m2=week.taken.m2(method),
            )
            for week in weeks
            for method in ReleaseMethod
            if week.areas.m2(method) or week.taken.m2(method)
        ]
        return cls(
            start=known.from_on,
            end=known.to_on,
            account=account,
            since_at=late and late.since_at,
            as_known_at=known.as_known_at,
            rows=rows,
            items=[
                LateItemsRow(week=week.week, **vars(week.items)) for week in weeks if any(vars(week.items).values())
            ],
            total_m2=late.areas.released_m2 if late else 0.0,
        )
