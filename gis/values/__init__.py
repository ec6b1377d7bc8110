"""From the values of a file to a layer's typed values, or to what is wrong with them."""

from gis.values.column import coerce_column
from gis.values.fault import Fault, Value, shown
from gis.values.numbers import number_from_text
from gis.values.texts import without_country

__all__ = ["Fault", "Value", "coerce_column", "number_from_text", "shown", "without_country"]
