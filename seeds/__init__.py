"""What a new installation is filled with, as files for the ordinary upload road.

`base_files` is what every installation needs, `published_files` what was really published, `demonstration` two made-up
years of work, `waiting` the uploads of the week that is not over, left in review.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

from gis.codelists import Role
from seeds.files import SeedFile
from seeds.made_up import mistakes
from seeds.made_up.features import Feature, collection
from seeds.made_up.records import organisations
from seeds.made_up.story import tell

__all__ = [
    "SeedFile",
    "base_files",
    "base_map",
    "demonstration",
    "faulty_release_areas",
    "mended_release_areas",
    "published_figures",
    "published_files",
    "waiting",
]

FOLDER = Path(__file__).parent


def base_files() -> tuple[SeedFile, ...]:
    """Give districts and state bodies, in loading order."""
    return (
        _stored("base/districts.geojson", "districts", "Districts of Azerbaijan from Natural Earth, and Ağdərə"),
        _stored("base/organisations.geojson", "organisations", "State bodies that take part in mine action"),
    )


def published_files() -> tuple[SeedFile, ...]:
    """Give published results that can stand as records; `seeds/published/README.md` says why no more."""
    return (_stored("published/release_areas.geojson", "release_areas", "Published results, with their sources"),)


def published_figures() -> bytes:
    """Give what was published in the press, week by week, month by month and year by year, as tab-separated values."""
    return (FOLDER / "published" / "figures.tsv").read_bytes()


def demonstration(made_on: date) -> tuple[SeedFile, ...]:
    """Give the demonstration in loading order; it ends with the last complete ISO week before a day.

    The same day gives the same bytes. Closed hazardous areas come last, as new versions, for nothing can be closed
    before what releases it is approved.

    Raises
    ------
    ValueError
        If the day lies before 2024.
    """
    story = tell(made_on)
    return (
        _made("organisations", organisations(), "Operators of the demonstration"),
        _made("projects", story.all_projects(), "Projects of the demonstration"),
        _made("project_phases", story.project_phases(), "Project phases of the demonstration"),
        _made("hazardous_areas", story.hazardous_areas(), "Hazardous areas of the demonstration"),
        _made("tasks", story.all_tasks(), "Tasks of the demonstration"),
        _made("release_areas", story.release_areas(), "Two years of work of the demonstration"),
        _made("eo_items", story.eo_items(), "Items found in the demonstration"),
        _made("hazardous_areas", story.closed_areas(), "Hazardous areas of the demonstration of which nothing is left"),
    )


def waiting(made_on: date) -> tuple[SeedFile, ...]:
    """Give the uploads that an analyst has submitted: each passes, and each has warnings for a reviewer to read.

    Those of the current week are left out as long as nobody has worked in it.
    """
    story = tell(made_on)
    files = (
        ("this-week.geojson", "release_areas", mistakes.reports_of_this_week(story, made_on)),
        ("late-reports.geojson", "release_areas", mistakes.late_reports(story)),
        ("new-suspicion.geojson", "hazardous_areas", mistakes.doubt_about_released_ground(story, made_on)),
        ("find.geojson", "eo_items", mistakes.find_on_cancelled_ground(story, made_on)),
    )
    return tuple(
        SeedFile(
            name=name,
            layer=layer,
            content=content,
            reason=f"Waits in review: {name}",
            is_made_up=True,
            role=Role.ANALYST,
        )
        for name, layer, content in files
        if content is not None
    )


def faulty_release_areas(made_on: date) -> bytes:
    """Give a file of released areas with a mistake in every feature; it links to the demonstration's records."""
    return mistakes.faulty_release_areas(tell(made_on), made_on)


def mended_release_areas(made_on: date) -> bytes:
    """Give the faulty file mended: six days of the last complete week."""
    return mistakes.mended_release_areas(tell(made_on))


def base_map(name: Literal["country", "places"]) -> bytes:
    """Give a background of the maps that is no layer: GeoJSON of the outline, or of towns with their `rank`."""
    return (FOLDER / "base" / f"{name}.geojson").read_bytes()


def _stored(path: str, layer: str, reason: str) -> SeedFile:
    return SeedFile(name=Path(path).name, layer=layer, content=(FOLDER / path).read_bytes(), reason=reason)


def _made(layer: str, features: Iterable[Feature], reason: str) -> SeedFile:
    return SeedFile(name=f"{layer}.geojson", layer=layer, content=collection(features), reason=reason, is_made_up=True)
