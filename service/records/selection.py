"""Which records a map, a list or a tile is asked for: a day, a state of knowledge, and what they are narrowed to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true

from gis.codelists import HazardClass, Language, ReleaseMethod, Visibility
from gis.layers import Layer
from service.ledger.known import KnownAt
from service.progress.questions import day_not_after, members
from service.progress.work import is_any
from service.tables import IDENTITIES, VERSIONS


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A day in the field, an instant of knowledge, and who looks.

    Attributes
    ----------
    as_of
        The day whose end is shown.
    as_known_at
        The state of knowledge.
    audience
        The visibilities of the records that are shown.
    is_present
        Whether that state of knowledge is the last one: then no later version can hide a record.
    """

    as_of: date
    as_known_at: datetime
    audience: tuple[Visibility, ...]
    is_present: bool = False


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What records are narrowed to; what a layer does not know leaves it whole, and nothing said leaves all.

    Attributes
    ----------
    from_on, to_on
        First and last day of work: of releases alone, for hazard stands until it is dealt with.
    classifications
        Of hazardous areas.
    methods
        Of releases.
    organisation_code, task_code
        Of the records; of a task also the task itself. A release without organisation is its task's.
    project_code
        Of the tasks of its phases, and of what was done in them.
    district_code
        Of the records, as the ledger tells districts apart.
    """

    from_on: date | None = None
    to_on: date | None = None
    classifications: tuple[HazardClass, ...] = ()
    methods: tuple[ReleaseMethod, ...] = ()
    organisation_code: str | None = None
    task_code: str | None = None
    project_code: str | None = None
    district_code: str | None = None


EVERYTHING = Selection()


class RecordsAsked(BaseModel):
    """The parameters that say which records are shown."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)

    as_of: date | None = Field(default=None, description="The day whose end is shown; today unless said.")
    as_known_at: KnownAt = None
    from_on: Annotated[date | None, Field(alias="from", description="The first day of work of the releases shown.")] = (
        None
    )
    to_on: Annotated[date | None, Field(alias="to", description="The last day of work of the releases shown.")] = None
    classification: str | None = Field(
        default=None, description=f"Only hazardous areas of these, separated by commas: {', '.join(HazardClass)}."
    )
    method: str | None = Field(
        default=None, description=f"Only releases by these, separated by commas: {', '.join(ReleaseMethod)}."
    )
    organisation: str | None = Field(default=None, description="The code of the one organisation to show.")
    task: str | None = Field(default=None, description="The code of the one task to show.")
    project: str | None = Field(default=None, description="The code of the one project whose work to show.")
    district: str | None = Field(default=None, description="The code of the one district to show.")
    lang: Language | None = Field(default=None, description="The language of every word.")

    def moment(self, *, today: date, as_known_at: datetime, audience: tuple[Visibility, ...]) -> Moment:
        """Give the day, the state of knowledge and who looks.

        Raises
        ------
        WrongParameter
            If the day lies in the future.
        """
        return Moment(
            as_of=day_not_after(self.as_of, today),
            as_known_at=as_known_at,
            audience=audience,
            is_present=self.as_known_at is None,
        )

    def selection(self) -> Selection:
        """Give what the records are narrowed to.

        Raises
        ------
        WrongParameter
            If a class or a method is unknown; the allowed ones are named.
        """
        return Selection(
            from_on=self.from_on,
            to_on=self.to_on,
            classifications=members(self.classification, HazardClass, parameter="classification")
            if self.classification
            else (),
            methods=members(self.method, ReleaseMethod, parameter="method") if self.method else (),
            organisation_code=self.organisation or None,
            task_code=self.task or None,
            project_code=self.project or None,
            district_code=self.district or None,
        )


def is_selected(layer: Layer, selection: Selection, at: datetime) -> ColumnElement[bool]:
    """Say of a version that it is among what records are narrowed to, but for the classification.

    The classification of a hazardous area is that of its ground on the day: `service.records.standing` looks at it.
    """
    version = VERSIONS[layer.name].c
    conditions = []
    if layer.name == "release_areas":
        conditions += [version.effective_date >= selection.from_on] if selection.from_on else []
        conditions += [version.effective_date <= selection.to_on] if selection.to_on else []
        conditions += [version.release_method.in_(selection.methods)] if selection.methods else []
    if selection.organisation_code and "organisation_id" in version:
        conditions.append(_is_of_organisation(layer, selection.organisation_code, at))
    if selection.task_code and "task_id" in version:
        conditions.append(version.task_id == id_of("tasks", selection.task_code))
    if selection.project_code and "task_id" in version:
        conditions.append(is_any(version.task_id, _tasks_of(selection.project_code, at)))
    if selection.district_code and "district_id" in version and layer.name != "districts":
        conditions.append(_is_of_district(layer, selection.district_code, at))
    return and_(true(), *conditions)


def id_of(layer: str, code: str) -> ColumnElement[object]:
    """Give the id of the record of a code, for a statement to look up."""
    identity = IDENTITIES[layer].c
    return select(identity.id).where(identity.code == code).scalar_subquery()


def _is_of_organisation(layer: Layer, code: str, at: datetime) -> ColumnElement[bool]:
    """Say of a version that it is an organisation's; a release without one is its task's, as in the figures."""
    version, task, asked = VERSIONS[layer.name].c, VERSIONS["tasks"].c, id_of("organisations", code)
    if layer.name != "release_areas":
        return version.organisation_id == asked
    theirs = select(task.task_id).where(task.organisation_id == asked, task.recorded.contains(at))
    is_of_its_task = version.organisation_id.is_(None) & is_any(version.task_id, theirs)
    return or_(version.organisation_id == asked, is_of_its_task)


def _tasks_of(code: str, at: datetime) -> Select[tuple[object]]:
    """Give the ids of the tasks that the phases of a project had at an instant."""
    task, phase = VERSIONS["tasks"].c, VERSIONS["project_phases"].c
    phases = select(phase.project_phase_id).where(
        phase.project_id == id_of("projects", code), phase.recorded.contains(at)
    )
    return select(task.task_id).where(task.project_phase_id.in_(phases), task.recorded.contains(at))


def _is_of_district(layer: Layer, code: str, at: datetime) -> ColumnElement[bool]:
    """Say of a version that it is a district's, as the ledger does.

    While boundaries are not authoritative a stated district holds; otherwise, and where none is stated, the ground
    decides.
    """
    version, identity, district = VERSIONS[layer.name].c, IDENTITIES["districts"].c, VERSIONS["districts"].c
    is_stated = version.district_id == id_of("districts", code)
    if not layer.shapes:
        return is_stated
    is_known = district.recorded.contains(at)
    are_given = select(func.coalesce(func.bool_and(district.is_authoritative), False)).where(
        is_known, district.geom.is_not(None)
    )
    its_ground = select(district.geom).where(
        identity.code == code, district.district_id == identity.id, is_known, district.geom.is_not(None)
    )
    # Looked up once: PostGIS prepares an outline for as long as it is asked about the same one.
    touched = func.ST_Intersects(its_ground.scalar_subquery(), version.geom)
    is_decided_by_ground = version.geom.is_not(None) & (are_given.scalar_subquery() | version.district_id.is_(None))
    return case((is_decided_by_ground, touched), else_=is_stated)
