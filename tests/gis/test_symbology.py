from itertools import product

import pytest
from matplotlib.colors import to_rgba
from matplotlib.patches import Patch

from gis.codelists import EoCategory, HazardClass, HazardStatus, ReleaseMethod
from gis.symbology import (
    CMR_FOOTPRINT_SYMBOL,
    DISTRICT_SYMBOL,
    EO_SYMBOLS,
    HAZARD_SYMBOLS,
    RELEASE_SYMBOLS,
    STATUS_OUTLINES,
    TASK_SYMBOL,
    AreaSymbol,
    Symbol,
    matplotlib_style,
)

AREA_SYMBOLS = [*HAZARD_SYMBOLS.values(), *RELEASE_SYMBOLS.values(), TASK_SYMBOL, CMR_FOOTPRINT_SYMBOL, DISTRICT_SYMBOL]


def test_every_class_and_status_of_hazard_has_a_symbol() -> None:
    assert set(HAZARD_SYMBOLS) == set(product(HazardClass, HazardStatus))
    assert set(STATUS_OUTLINES) == set(HazardStatus)


def test_every_release_method_and_every_category_of_ordnance_has_a_symbol() -> None:
    assert set(RELEASE_SYMBOLS) == set(ReleaseMethod)
    assert set(EO_SYMBOLS) == set(EoCategory)


@pytest.mark.parametrize(
    ("symbol", "colors"),
    [
        (HAZARD_SYMBOLS[HazardClass.CHA, HazardStatus.OPEN], ("#FF0000", 0.5, "#FF0000")),
        (HAZARD_SYMBOLS[HazardClass.SHA, HazardStatus.WORKED_ON], ("#F4A718", 0.5, "#F4A718")),
        (HAZARD_SYMBOLS[HazardClass.SHA, HazardStatus.SUSPENDED], ("#F4A718", 0.5, "#7F7F7F")),
        (HAZARD_SYMBOLS[HazardClass.CHA, HazardStatus.CLOSED], ("#FF0000", 0.5, "#A6CE39")),
        (RELEASE_SYMBOLS[ReleaseMethod.CLEARED], ("#33A02C", 0.45, "#1B7837")),
        (RELEASE_SYMBOLS[ReleaseMethod.REDUCED], ("#A6CE39", 0.25, "#33A02C")),
        (RELEASE_SYMBOLS[ReleaseMethod.CANCELLED], ("#A6CE39", 0.15, "#6B8E23")),
        (RELEASE_SYMBOLS[ReleaseMethod.UNDETERMINED], ("#BDBDBD", 0.4, "#636363")),
        (CMR_FOOTPRINT_SYMBOL, ("#6A3D9A", 0.2, "#6A3D9A")),
        (TASK_SYMBOL, (None, 0, "#1F4E9E")),
        (DISTRICT_SYMBOL, (None, 0, "#444444")),
    ],
)
def test_fill_opacity_and_outline_are_those_of_the_land_release_symbology(
    symbol: AreaSymbol, colors: tuple[str | None, float, str]
) -> None:
    assert (symbol.fill, symbol.fill_opacity, symbol.outline.color) == colors


def test_release_methods_and_hazard_classes_are_told_apart_without_colour() -> None:
    letters = [symbol.letter for symbol in RELEASE_SYMBOLS.values()]
    letters += [HAZARD_SYMBOLS[kind, HazardStatus.OPEN].letter for kind in HazardClass]
    assert len(set(letters)) == len(letters)


def test_statuses_are_told_apart_without_colour() -> None:
    lines = [(outline.dash_px, outline.width_px) for outline in STATUS_OUTLINES.values()]
    assert len(set(lines)) == len(lines)


def test_hazard_lies_above_everything_released_and_confirmed_above_suspected() -> None:
    order: list[Symbol] = [
        DISTRICT_SYMBOL,
        RELEASE_SYMBOLS[ReleaseMethod.CANCELLED],
        RELEASE_SYMBOLS[ReleaseMethod.REDUCED],
        RELEASE_SYMBOLS[ReleaseMethod.CLEARED],
        HAZARD_SYMBOLS[HazardClass.SHA, HazardStatus.OPEN],
        HAZARD_SYMBOLS[HazardClass.CHA, HazardStatus.OPEN],
        TASK_SYMBOL,
        EO_SYMBOLS[EoCategory.AP_MINE],
    ]
    ranks = [symbol.rank for symbol in order]
    assert ranks == sorted(set(ranks))


def test_matplotlib_draws_every_area_symbol_as_it_is_defined() -> None:
    for symbol in AREA_SYMBOLS:
        patch = Patch(**matplotlib_style(symbol))
        expected = to_rgba(symbol.fill, symbol.fill_opacity) if symbol.fill else to_rgba("none")
        assert patch.get_facecolor() == expected
        assert patch.get_edgecolor() == to_rgba(symbol.outline.color)
        assert bool(patch.get_hatch()) == bool(symbol.pattern)


def test_patterns_have_the_colour_of_the_outline_which_is_what_matplotlib_gives_its_hatches() -> None:
    assert all(symbol.pattern.color == symbol.outline.color for symbol in AREA_SYMBOLS if symbol.pattern)
