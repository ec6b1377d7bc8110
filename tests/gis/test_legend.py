from xml.etree import ElementTree as ET

import pytest

from gis.codelists import HazardClass, HazardStatus, ReleaseMethod
from gis.legend import legend_svg, marker_svg
from gis.symbology import (
    CMR_FOOTPRINT_SYMBOL,
    DISTRICT_SYMBOL,
    EO_SYMBOLS,
    HAZARD_SYMBOLS,
    RELEASE_SYMBOLS,
    TASK_SYMBOL,
    AreaSymbol,
    Symbol,
)

SYMBOLS: list[Symbol] = [
    *HAZARD_SYMBOLS.values(),
    *RELEASE_SYMBOLS.values(),
    *EO_SYMBOLS.values(),
    TASK_SYMBOL,
    CMR_FOOTPRINT_SYMBOL,
    DISTRICT_SYMBOL,
]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("symbol", SYMBOLS, ids=repr)
def test_a_chip_is_well_formed_and_styled_by_attributes_alone(symbol: Symbol) -> None:
    chip = ET.fromstring(legend_svg(symbol))  # noqa: S314 - our own drawing
    assert chip.get("aria-hidden") == "true"
    assert not [element for element in chip.iter() if element.get("style")]


def test_a_chip_and_a_marker_carry_the_letter() -> None:
    symbol = HAZARD_SYMBOLS[HazardClass.CHA, HazardStatus.OPEN]
    for drawing in (legend_svg(symbol), marker_svg(symbol)):
        assert [text.text for text in ET.fromstring(drawing).iter(f"{SVG}text")] == ["C"]  # noqa: S314 - our own drawing


def test_chips_on_one_page_share_a_pattern_only_when_it_is_the_same() -> None:
    ids = [
        ET.fromstring(legend_svg(symbol)).find(f".//{SVG}pattern").get("id")  # type: ignore[union-attr] # it has one  # noqa: S314 - our own drawing
        for symbol in RELEASE_SYMBOLS.values()
        if symbol.pattern
    ]
    assert len(ids) == len(set(ids)) == 3
    assert legend_svg(RELEASE_SYMBOLS[ReleaseMethod.REDUCED]) == legend_svg(RELEASE_SYMBOLS[ReleaseMethod.REDUCED])


def test_the_chip_of_every_area_symbol_differs() -> None:
    chips = {legend_svg(symbol) for symbol in SYMBOLS}
    assert len(chips) == len(SYMBOLS)
    markers = {marker_svg(symbol) for symbol in SYMBOLS if isinstance(symbol, AreaSymbol) and symbol.fill}
    assert len(markers) == len([symbol for symbol in SYMBOLS if isinstance(symbol, AreaSymbol) and symbol.fill])
