"""A record on the ground: what sets it off from its neighbours."""

from xml.etree import ElementTree as ET

from shapely import Point, box

from gis.codelists import EoCategory, ReleaseMethod
from gis.record_picture import HEIGHT_PX, WIDTH_PX, Drawn, record_svg
from gis.symbology import EO_SYMBOLS, RELEASE_SYMBOLS

MINE = EO_SYMBOLS[EoCategory.AP_MINE]


def test_a_find_among_others_alike_stands_in_a_ring() -> None:
    found = [Drawn(geometry=Point(46.9 + n * 1e-4, 39.6), symbol=MINE, title=f"EO-{n}") for n in range(3)]
    drawing = ET.fromstring(record_svg(found[0], found[1:], label="EO-0", north="N"))  # noqa: S314 - our own drawing
    ringed = {group.findtext("title") for group in drawing.iter("g") if group.find("circle[@r='15']") is not None}
    assert ringed == {"EO-0"}
    (ring, *_others) = drawing.iterfind(".//circle[@r='15']")
    assert (float(ring.attrib["cx"]), float(ring.attrib["cy"])) == (WIDTH_PX / 2, HEIGHT_PX / 2)


def test_ground_has_its_outline_and_no_ring() -> None:
    area = Drawn(geometry=box(46.9, 39.6, 46.901, 39.601), symbol=RELEASE_SYMBOLS[ReleaseMethod.CLEARED], title="RA-1")
    assert 'r="15"' not in record_svg(area, [], label="RA-1", north="N")
