"""The whole demonstration as one value, from a seed and a day."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from seeds.made_up.features import Feature
from seeds.made_up.hazards import Hazard, Sites, make_sites
from seeds.made_up.outcome import Closing, Task, closings, remainders, survey_task, tasks
from seeds.made_up.plan import cancellations, orders
from seeds.made_up.products import item, item_features, release_codes, release_features
from seeds.made_up.projects import Project, phase_codes, phase_features, project_features, projects
from seeds.made_up.records import (
    Codes,
    closed_areas,
    hazard_codes,
    hazardous_areas,
    task_codes,
    task_features,
    unmapped_areas,
)
from seeds.made_up.releases import Release, before, cancelled, completions, daily, without_outline
from seeds.made_up.schedule import Work, schedule
from seeds.made_up.season import Period, last_complete_week
from seeds.made_up.spots import Spot, spot_tasks, spots
from seeds.made_up.teams import RESCUE, TEAMS

SEED = 20_201_110
UNMAPPED_SINCE = date(2020, 12, 1)
EARLIEST = date(2024, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Story:
    """Everything that happened, and the code of everything.

    Attributes
    ----------
    works
        All work, up to a week after the period: what lies after it waits in review.
    """

    period: Period
    sites: Sites
    works: tuple[Work, ...]
    tasks: tuple[Task, ...]
    closings: tuple[Closing, ...]
    releases: dict[Release, str]
    hazard_codes: dict[Hazard, str]
    task_codes: dict[Task, str]
    projects: tuple[Project, ...]
    spot_codes: dict[Spot, str]
    codes: Codes

    def hazardous_areas(self) -> tuple[Feature, ...]:
        """Give the hazardous areas before any of them is closed."""
        mapped = hazardous_areas(self.hazard_codes, self.tasks)
        return (*mapped, *unmapped_areas(Codes(), UNMAPPED_SINCE))

    def closed_areas(self) -> tuple[Feature, ...]:
        """Give the new versions of those that are closed."""
        standing = {str(feature.properties["code"]): feature for feature in self.hazardous_areas()}
        return tuple(closed_areas(self.closings, standing, self.hazard_codes))

    def all_projects(self) -> tuple[Feature, ...]:
        """Give the projects."""
        return tuple(project_features(self.projects))

    def project_phases(self) -> tuple[Feature, ...]:
        """Give the phases of the projects."""
        return tuple(phase_features(self.projects))

    def all_tasks(self) -> tuple[Feature, ...]:
        """Give the tasks of teams, survey and calls."""
        own = task_features(self.task_codes, self.hazard_codes, phase_codes(self.projects))
        return (*own, *spot_tasks(self.spot_codes))

    def release_areas(self) -> tuple[Feature, ...]:
        """Give the released areas in order of time."""
        return tuple(release_features(self.releases, self.task_codes, self.hazard_codes))

    def eo_items(self) -> tuple[Feature, ...]:
        """Give the items found by teams and on calls."""
        codes = Codes()
        found = item_features(self.releases, self.task_codes, codes=codes, last_day=self.period.last_day)
        return (*found, *self._items_of_calls(codes))

    def _items_of_calls(self, codes: Codes) -> tuple[Feature, ...]:
        return tuple(
            item(
                find,
                codes.next("EO", spot.district, spot.day.year),
                links={"task_code": code, "organisation": RESCUE.code, "district_code": spot.district},
                last_day=self.period.last_day,
            )
            for spot, code in self.spot_codes.items()
            for find in spot.finds
        )


def tell(made_on: date) -> Story:
    """Make up the two years that end with the last complete week before a day.

    Raises
    ------
    ValueError
        If the day is so early that its two years would begin before survey had.
    """
    if made_on < EARLIEST:
        raise ValueError(f"the demonstration can be made from {EARLIEST} on, not on {made_on}")
    return tell_period(last_complete_week(made_on))


@lru_cache(maxsize=2)
def tell_period(period: Period) -> Story:
    """Make up two years of work; the same period gives the same story."""
    hazard_rng, work_rng, find_rng = (np.random.default_rng([SEED, number]) for number in range(3))
    sites = make_sites(hazard_rng, period.last_day)
    ordered = orders(sites)
    works = schedule(work_rng, period, teams=TEAMS, orders=ordered)
    done = tasks(work_rng, period, orders=ordered, works=works)
    early = cancellations(work_rng, sites, period)
    late = tuple(decision for decision in remainders(sites, done, early) if decision.day <= period.last_day)
    surveys = tuple(survey_task(decision) for decision in (*early, *late))
    codes = Codes()
    calls = spots(find_rng, period)
    return Story(
        period=period,
        sites=sites,
        works=works,
        tasks=done,
        closings=closings(sites, period, tasks=done, rest=late),
        releases=release_codes(
            (
                *before(sites),
                *daily(find_rng, done),
                *completions(done),
                *cancelled((*early, *late), surveys),
                *without_outline(find_rng, period),
            ),
            codes,
        ),
        hazard_codes=hazard_codes(sites, codes),
        task_codes=task_codes((*done, *surveys), codes, period.last_day),
        projects=projects(done, period),
        spot_codes={spot: codes.next("TK", spot.district, spot.day.year) for spot in calls},
        codes=codes,
    )
