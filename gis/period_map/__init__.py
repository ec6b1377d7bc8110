"""The map of a period on paper and page: vector, in a few inks, the same symbols as on the screen."""

from gis.period_map.drawn import period_map_svg
from gis.period_map.ground import PeriodGround
from gis.period_map.view import View, focus, view_of

__all__ = ["PeriodGround", "View", "focus", "period_map_svg", "view_of"]
