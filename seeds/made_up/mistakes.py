"""Uploads with the mistakes that people make: some that wait in review with warnings, one that is refused."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import orjson
import shapely

from gis.codelists import ActivityType, Basis, HazardClass, ReleaseMethod
from seeds.made_up.features import Feature, collection
from seeds.made_up.ground import Belt, Metres, area_m2, lanes, outline, stretch
from seeds.made_up.outcome import Task
from seeds.made_up.products import release_features
from seeds.made_up.records import MADE_UP
from seeds.made_up.releases import Release, of_a_day
from seeds.made_up.story import Story
from seeds.made_up.teams import ENGINEERS

ANALYST_DAYS = 6
FIRST_NUMBER = 9001
"""Codes of what is not approved yet begin here, so that they never meet those of the demonstration."""


def reports_of_this_week(story: Story, made_on: date) -> bytes | None:
    """Give the reports of the week that is not over: one with a wrong area, one without depth, some that overlap.

    None if nobody has worked yet.
    """
    by_size = sorted(_worked_since(story, made_on), key=lambda release: -release.reported_m2)
    if not by_size:
        return None
    largest, *others = by_size
    mistyped = replace(largest, reported_m2=round(largest.reported_m2 * 1.08))
    without_depth = [_without_depth(release) for release in others[-1:]]
    return collection(_as_features(story, (mistyped, *others[:-1], *without_depth)))


def late_reports(story: Story) -> bytes:
    """Give a report that lay in a drawer for a week, without means used, and a number without outline."""
    ground, task = _untouched(story, 1)
    day = story.period.last_day - timedelta(days=9)
    late = _release(task, outline(stretch(ground, 0, 35)), day)
    number_only = replace(
        late,
        ring=None,
        method=ReleaseMethod.UNDETERMINED,
        reported_m2=6_400.0,
        hazards=(),
        task=None,
        details={"geometry_source": "none"},
    )
    late.details.pop("asset")
    return collection(_as_features(story, (late, number_only), FIRST_NUMBER + 500))


def doubt_about_released_ground(story: Story, made_on: date) -> bytes:
    """Give a new suspicion over ground cleared years ago, without saying what it rests on or whether it re-opens."""
    cleared = story.sites.finished[3]
    belt = stretch(cleared.belt, cleared.belt.length_m * 0.2, cleared.belt.length_m * 0.5)
    properties = {
        "code": f"HA-{cleared.district}-{made_on.year}-{FIRST_NUMBER}",
        "classification": HazardClass.SHA,
        "contamination_types": ("erw",),
        "identified_on": made_on,
        "district_code": cleared.district,
        "organisation": ENGINEERS.code,
        "geometry_source": "approximate",
        "visibility": "public",
        "remarks": MADE_UP,
    }
    return collection([Feature(properties=properties, shapes=(outline(belt),))])


def find_on_cancelled_ground(story: Story, made_on: date) -> bytes:
    """Give a mine found where survey had cancelled."""
    cancelled = [release for release in story.releases if release.method is ReleaseMethod.CANCELLED][-1]
    properties = {
        "code": f"EO-{cancelled.district}-{made_on.year}-{FIRST_NUMBER}",
        "eo_category": "av_mine",
        "quantity": 1,
        "model": "TM-62M",
        "found_on": made_on,
        "disposal_state": "awaiting",
        "organisation": ENGINEERS.code,
        "district_code": cancelled.district,
        "visibility": "public",
        "remarks": MADE_UP,
    }
    inside = shapely.Polygon(cancelled.ring).point_on_surface()
    return collection([Feature(properties=properties, shapes=(np.array(inside.coords),))])


def mended_release_areas(story: Story) -> bytes:
    """Give an analyst's file of last week's reports, Monday to Saturday, with nothing wrong in it."""
    ground, task = _untouched(story, 0)
    monday = story.period.last_day - timedelta(days=6)
    releases = [
        _release(task, outline(stretch(ground, 30 * number, 30 * (number + 1))), monday + timedelta(days=number))
        for number in range(ANALYST_DAYS)
    ]
    return collection(_as_features(story, releases, FIRST_NUMBER + 900))


def faulty_release_areas(story: Story, made_on: date) -> bytes:
    """Give the same file as it first came, with one mistake in every feature.

    In order: an outline that crosses itself, swapped axes, no method, an unknown method, a day to come, an area given
    in hectares.
    """
    document: dict[str, Any] = orjson.loads(mended_release_areas(story))
    crossing, swapped, methodless, unknown, future, hectares = document["features"]
    ring = crossing["geometry"]["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]
    swapped["geometry"]["coordinates"] = [[[lat, lon] for lon, lat in swapped["geometry"]["coordinates"][0]]]
    del methodless["properties"]["release_method"]
    unknown["properties"]["release_method"] = "cleaned"
    future["properties"]["effective_date"] = (made_on + timedelta(days=30)).isoformat()
    hectares["properties"]["area_reported_m2"] /= 10_000
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


def _worked_since(story: Story, made_on: date) -> Iterator[Release]:
    """Give what was done after the period's last day, battle areas left out."""
    tasks = {task.order: task for task in story.tasks}
    for work in story.works:
        for block in work.blocks:
            is_new = story.period.last_day < block.day <= made_on
            if is_new and work.order.craft.activity is not ActivityType.BAC:
                yield of_a_day(tasks[work.order], work, block=block)


def _untouched(story: Story, number: int) -> tuple[Belt, Task]:
    """Give the first lane of a task that was issued and not begun."""
    begun = {work.order for work in story.works}
    late_enough = story.period.last_day - timedelta(days=10)
    waiting = [
        task
        for task in story.tasks
        if task.issued_on and task.issued_on < late_enough and task.order not in begun and task.order.craft.depth_cm
    ]
    task = waiting[number]
    belt = task.order.belts[0]
    return lanes(belt, max(1, round(belt.area_m2 / belt.length_m / 45)))[0], task


def _release(task: Task, ring: Metres, day: date) -> Release:
    return Release(
        day=day,
        method=ReleaseMethod.CLEARED,
        basis=Basis.OPERATIONAL,
        organisation=task.organisation,
        district=task.order.hazards[0].district,
        reported_m2=round(area_m2(ring)),
        ring=ring,
        hazards=task.order.hazards,
        task=task,
        details={
            "asset": task.order.craft.assets,
            "depth_cleared_cm": task.order.craft.depth_cm,
            "geometry_source": "survey_gnss",
            "purpose": "agriculture",
        },
    )


def _as_features(story: Story, releases: Iterable[Release], first_number: int = FIRST_NUMBER) -> Iterator[Feature]:
    codes = {
        release: f"RA-{release.district}-{release.day.year}-{first_number + number}"
        for number, release in enumerate(releases)
    }
    return release_features(codes, story.task_codes, story.hazard_codes)


def _without_depth(release: Release) -> Release:
    return replace(release, details={**release.details, "depth_cleared_cm": None})
