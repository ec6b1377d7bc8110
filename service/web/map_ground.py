"""What the ledger tells of the ground behind a list of records: the figure that a reader of a report came from."""

from dataclasses import dataclass

from gis.aggregates import total_m2
from gis.codelists import HazardClass
from service.progress.queries import contamination, progress
from service.progress.questions import ContaminationQuestion, Dimension, ProgressQuestion
from service.web.asked import address
from service.web.map_asked import MapAsked, MapQuestionOfPage


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Ground that counts, each square metre once, and where it is told apart."""

    area_m2: float
    link: str


def ground_of(question: MapQuestionOfPage) -> Ground | None:
    """Add up the ground of a list that has its days and its state of knowledge, as those that reports lead to have.

    Nothing for other lists, and none for a part of the map: the ledger does not know what is in view.
    """
    asked = question.asked
    if asked.bbox or not (asked.as_of and asked.as_known_at):
        return None
    if asked.layer == "release_areas":
        return _freed(question)
    return _left(question) if asked.layer == "hazardous_areas" and not _is_of_work(asked) else None


def _is_of_work(asked: MapAsked) -> bool:
    """Tell whether a list is narrowed to somebody's work, of which there is no stock."""
    return bool(asked.organisation or asked.project or asked.task)


def _freed(question: MapQuestionOfPage) -> Ground | None:
    asked, selection = question.asked, question.asked.selection()
    if not (asked.from_on and asked.to_on):
        return None
    days = {"from": asked.from_on, "to": min(asked.to_on, question.moment.as_of)}
    told = ProgressQuestion(
        start=days["from"],
        end=days["to"],
        as_known_at=question.moment.as_known_at,
        release_methods=selection.methods or None,
        district_codes=_one(asked.district),
        organisation_codes=_one(asked.organisation),
        project_codes=_one(asked.project),
        by=(Dimension.TASK,) if asked.task else (Dimension.METHOD,),
    )
    rows = progress(question.page.session, told).rows
    freed_m2 = total_m2(float(row["area_m2"] or 0) for row in rows if asked.task in {None, row.get("task")})
    narrowed = {"district": asked.district, "method": asked.method, "as_known_at": told.as_known_at}
    whose = {"organisation": asked.organisation, "project": asked.project, "by": asked.task and Dimension.TASK}
    return Ground(area_m2=freed_m2, link=address("/progress", **days, **narrowed, **whose))


def _left(question: MapQuestionOfPage) -> Ground:
    asked, classes = question.asked, question.asked.selection().classifications or tuple(HazardClass)
    told = ContaminationQuestion(
        as_of=question.moment.as_of,
        as_known_at=question.moment.as_known_at,
        district_codes=_one(asked.district),
    )
    rows = contamination(question.page.session, told).rows
    return Ground(
        area_m2=sum(float(row["area_m2"] or 0) for row in rows if row["classification"] in classes),
        link=address("/stock", as_of=told.as_of, as_known_at=told.as_known_at),
    )


def _one(code: str | None) -> tuple[str, ...] | None:
    return (code,) if code else None
