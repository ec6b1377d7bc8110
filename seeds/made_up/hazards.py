"""Where the made-up hazardous areas lie, what is in them and since when they are known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from gis.codelists import ContaminationType as Type
from gis.codelists import HazardClass, HazardOrigin
from seeds.made_up.country import LINES, course, district_at
from seeds.made_up.ground import Belt, band, stretch, to_degrees
from seeds.made_up.shapes import Division, Size, one_after_another, side_by_side
from seeds.made_up.siting import Siting

SURVEY_BEGAN_ON = date(2021, 2, 1)
LONG_M, WIDE_M = 1_900, 330
"""From what size on a suspected area holds two rows, one after the other or side by side."""

MINEFIELD = Size(length_m=(700, 3_400), half_width_m=(90, 240), taper=0.55)
VEHICLE_FIELD = Size(length_m=(900, 2_200), half_width_m=(80, 150), taper=0.7)
FINISHED_FIELD = Size(length_m=(700, 1_300), half_width_m=(40, 70), taper=0.8)
BATTLE_AREA = Size(length_m=(900, 2_200), half_width_m=(180, 420), taper=0.2)

IN_MINEFIELDS = ((Type.AP_MINE,), (Type.AP_MINE, Type.AV_MINE), (Type.AP_MINE,), (Type.AP_MINE, Type.ERW))
IN_BATTLE_AREAS = ((Type.CMR,), (Type.CMR, Type.ERW), (Type.ERW,), (Type.CMR, Type.ERW))
WHOLLY_CONFIRMED = 2
MINES_UNDER_BOMBLETS = (Type.AV_MINE, Type.CMR, Type.ERW)


@dataclass(frozen=True, kw_only=True, eq=False)
class Hazard:
    """One hazardous area.

    Attributes
    ----------
    parent
        The area that it came from: the suspected one in which it was confirmed, or the one that it renews.
    """

    belt: Belt
    classification: HazardClass
    types: tuple[Type, ...]
    identified_on: date
    district: str
    parent: "Hazard | None" = None
    origin: HazardOrigin = HazardOrigin.NEW


@dataclass(frozen=True, kw_only=True)
class Site:
    """Hazardous areas that were surveyed together: a suspected one with rows inside, or a field of its own.

    Attributes
    ----------
    margins, ends
        What of the suspected area lies beside and beyond the rows.
    """

    suspected: Hazard | None
    confirmed: tuple[Hazard, ...]
    margins: tuple[Belt, ...] = ()
    ends: tuple[Belt, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sites:
    """All sites by the kind of work that they ask for.

    Attributes
    ----------
    finished
        Minefields cleared before the period, of which only the completion is recorded.
    recontaminated
        Part of the first of those, contaminated again.
    """

    minefields: tuple[Site, ...]
    vehicle_fields: tuple[Site, ...]
    battle_areas: tuple[Site, ...]
    finished: tuple[Hazard, ...]
    recontaminated: Hazard

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        """All hazardous areas, what others came from first."""
        sites = (*self.minefields, *self.vehicle_fields, *self.battle_areas)
        suspected = tuple(site.suspected for site in sites if site.suspected)
        confirmed = tuple(hazard for site in sites for hazard in site.confirmed)
        return (*suspected, *self.finished, *confirmed, self.recontaminated)


def make_sites(rng: Generator, last_day: date) -> Sites:
    """Give every site, most identified before the two years that the demonstration shows, some within them."""
    survey = _Survey(rng, Siting(rng), last_day)
    finished = survey.finished()
    return Sites(
        minefields=survey.along("minefield_count", MINEFIELD, survey.minefield),
        vehicle_fields=survey.along("vehicle_field_count", VEHICLE_FIELD, survey.vehicle_field),
        battle_areas=survey.along("battle_area_count", BATTLE_AREA, survey.battle_area),
        finished=finished,
        recontaminated=_again(finished[0], last_day - timedelta(days=110)),
    )


@dataclass(frozen=True)
class _Survey:
    """What surveyors find where: one draw after the other."""

    rng: Generator
    siting: Siting
    last_day: date

    def along(self, count_name: str, size: Size, site: Callable[[Belt, int], Site]) -> tuple[Site, ...]:
        """Give as many sites along each line as it asks for, evenly spread."""
        sites: list[Site] = []
        for line in LINES:
            count, way = getattr(line, count_name), course(line)
            spread_m = line.spread_m * (2.2 if size is BATTLE_AREA else 1)
            for number in range(count):
                share = (number + self.rng.uniform()) / count
                sites.append(site(self.siting.put(way, share, spread_m=spread_m, size=size), len(sites)))
        return tuple(sites)

    def minefield(self, belt: Belt, number: int) -> Site:
        """Give a suspected area with confirmed rows inside."""
        types = IN_MINEFIELDS[number % len(IN_MINEFIELDS)]
        is_vague = number % 5 == 0
        suspected = _suspected(belt, (*types, Type.UNKNOWN) if is_vague else types, self._known_on(number))
        division = self._divide(belt)
        confirmed_on = suspected.identified_on + timedelta(days=int(self.rng.integers(20, 120)))
        rows = (_confirmed(row, types, identified_on=confirmed_on, parent=suspected) for row in division.rows)
        return Site(suspected=suspected, confirmed=tuple(rows), margins=division.margins, ends=division.ends)

    def vehicle_field(self, belt: Belt, number: int) -> Site:
        """Give a field of anti-vehicle mines; one of them was suspected first, in a slightly smaller outline."""
        known_on = self._known_on(number)
        if number != WHOLLY_CONFIRMED:
            return Site(suspected=None, confirmed=(_confirmed(belt, (Type.AV_MINE,), identified_on=known_on),))
        suspected = _suspected(band(belt, 0.03, 0.97), (Type.AV_MINE,), known_on)
        confirmed_on = known_on + timedelta(days=75)
        confirmed = _confirmed(belt, (Type.AV_MINE,), identified_on=confirmed_on, parent=suspected)
        return Site(suspected=suspected, confirmed=(confirmed,))

    def battle_area(self, belt: Belt, number: int) -> Site:
        """Give an area of bomblets or other remnants; two of them lie over mines."""
        is_mined = number in {1, 8}
        types = MINES_UNDER_BOMBLETS if is_mined else IN_BATTLE_AREAS[number % len(IN_BATTLE_AREAS)]
        return Site(suspected=None, confirmed=(_confirmed(belt, types, identified_on=self._known_on(number)),))

    def finished(self) -> tuple[Hazard, ...]:
        """Give minefields that were cleared in the first two years."""
        line = course(LINES[0])
        belts = [self.siting.put(line, share, spread_m=900, size=FINISHED_FIELD) for share in np.linspace(0.15, 0.9, 6)]
        return tuple(
            _confirmed(belt, (Type.AP_MINE,), identified_on=SURVEY_BEGAN_ON + timedelta(days=40 * number))
            for number, belt in enumerate(belts)
        )

    def _divide(self, belt: Belt) -> Division:
        if belt.length_m > LONG_M:
            return one_after_another(self.rng, belt)
        return side_by_side(self.rng, belt, 2 if belt.width_m(belt.length_m / 2) > WIDE_M else 1)

    def _known_on(self, number: int) -> date:
        """Draw a day of identification; every sixth area was found only in the last twenty months."""
        shown_from = self.last_day - timedelta(days=727)
        is_recent = number % 6 == 5  # noqa: PLR2004 - any remainder will do
        if is_recent:
            return shown_from + timedelta(days=int(self.rng.integers(30, 600)))
        return SURVEY_BEGAN_ON + timedelta(days=int(self.rng.integers(0, (shown_from - SURVEY_BEGAN_ON).days - 150)))


def district_of(belt: Belt) -> str:
    """Give the district that holds the middle of a belt.

    Raises
    ------
    ValueError
        If the middle lies outside the country.
    """
    lon, lat = to_degrees(belt.middle[None])[0]
    code = district_at(lon, lat)
    if code is None:
        raise ValueError(f"{lon}, {lat} lies in no district")
    return code


def _suspected(belt: Belt, types: tuple[Type, ...], identified_on: date) -> Hazard:
    return Hazard(
        belt=belt,
        classification=HazardClass.SHA,
        types=types,
        identified_on=identified_on,
        district=district_of(belt),
    )


def _confirmed(belt: Belt, types: tuple[Type, ...], *, identified_on: date, parent: Hazard | None = None) -> Hazard:
    return Hazard(
        belt=belt,
        classification=HazardClass.CHA,
        types=types,
        identified_on=identified_on,
        district=parent.district if parent else district_of(belt),
        parent=parent,
        origin=HazardOrigin.UPGRADE if parent else HazardOrigin.NEW,
    )


def _again(finished: Hazard, identified_on: date) -> Hazard:
    """Give part of a cleared minefield that is contaminated again."""
    return Hazard(
        belt=stretch(finished.belt, finished.belt.length_m * 0.3, finished.belt.length_m * 0.65),
        classification=HazardClass.CHA,
        types=(Type.AP_MINE,),
        identified_on=identified_on,
        district=finished.district,
        parent=finished,
        origin=HazardOrigin.RECONTAMINATED,
    )
