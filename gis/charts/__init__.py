"""Charts from figures: few inks, direct labels, a base at zero, and a gap where nothing is recorded.

Each chart is one ``<svg>`` element, the same on a page and in a PDF: presentation attributes and no styles, letters as
text, names of patterns that no other chart shares, and a title and a description for those who cannot see it. The same
figures give the same text.
"""

from gis.charts.bars import NamedAreas, method_bars_svg
from gis.charts.columns import method_columns_svg
from gis.charts.frame import PAGE, PAPER, PHONE, Size
from gis.charts.line import cumulative_line_svg
from gis.charts.methods import STACK
from gis.charts.published import PublishedPoint, published_points_svg
from gis.charts.remaining import remaining_area_svg

__all__ = [
    "PAGE",
    "PAPER",
    "PHONE",
    "STACK",
    "NamedAreas",
    "PublishedPoint",
    "Size",
    "cumulative_line_svg",
    "method_bars_svg",
    "method_columns_svg",
    "published_points_svg",
    "remaining_area_svg",
]
