"""From the values of a file to a layer's typed values, or to what is wrong with them."""

from gis.values.column import coerce_column
from gis.values.dates import Day, day_of
from gis.values.fault import Fault, Value, shown
from gis.values.numbers import decimal_sign, number_from_text
from gis.values.spellings import code_named
from gis.values.texts import without_country

__all__ = [
    "Day",
    "Fault",
    "Value",
    "code_named",
    "coerce_column",
    "day_of",
    "decimal_sign",
    "number_from_text",
    "shown",
    "without_country",
]
