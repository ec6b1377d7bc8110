"""Pages that explain: the rules that files are checked by, the interface for programs, and what a refusal means."""

from itertools import groupby
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from gis.checks import Surroundings
from gis.checks.guide import guide
from service.problems import PROBLEMS, NotFound
from service.web.page import PageDependency

router = APIRouter(include_in_schema=False)


@router.get("/rules")
def rules(page: PageDependency) -> HTMLResponse:
    """List everything that a file can be told, by rule, with the thresholds that are in force here."""
    settings = page.settings
    known = Surroundings(
        today=page.today, thresholds=settings.thresholds, district_tolerance_m=settings.district_tolerance_m
    )
    families = [(name, list(members)) for name, members in groupby(guide(known), key=lambda one: one.rule.code[:3])]
    return page.show("rules.html", families=families)


@router.get("/favicon.ico")
def icon() -> RedirectResponse:
    """Lead to the icon from where browsers look for it, beside documents that name none."""
    return RedirectResponse("/static/landrelease.svg", status_code=308)


@router.get("/docs")
def interface(page: PageDependency) -> HTMLResponse:
    """Describe what programs can ask, from the same description that they read."""
    document = page.request.app.openapi()
    by_tag: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            by_tag.setdefault(operation.get("tags", ["other"])[0], []).append((method.upper(), path, operation))
    return page.show("docs.html", document=document, by_tag=by_tag)


@router.get("/problems/{slug}")
def problem_type(page: PageDependency, slug: str) -> HTMLResponse:
    """Explain a kind of refusal."""
    for problem in PROBLEMS:
        if problem.slug() == slug:
            meaning = [" ".join(part.split()) for part in (problem.__doc__ or "").split("\n\n")]
            return page.show("problem_type.html", kind=problem, meaning=meaning)
    raise NotFound(f"There is no kind of refusal called “{slug}”.", f"“{slug}” adlı imtina növü yoxdur.")
