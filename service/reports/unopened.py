"""The figures of reports that open no records, with the reason: every other one says where its records are."""

from collections.abc import Mapping
from fnmatch import fnmatch
from types import MappingProxyType

from service.reports.content import Figure, Unit

UNOPENED: Mapping[str, str] = MappingProxyType(
    {
        "unverified_late_days": "A setting of the installation.",
        "unapproved_late_days": "A setting of the installation.",
        "footprint_buffer_m": "How far an estimate reaches around a find, by its definition.",
        "with_opening/total/*": "What a source published and what is recorded after it, each opened in a row above.",
    }
)
"""By the keys of figures that have a value."""
NAME = "Names what the figures beside it are of."
MISSING = "Nothing is recorded that it could be told of."


def why_unopened(figure: Figure) -> str | None:
    """Give why a figure opens no records; nothing of one that has to."""
    if figure.value is None:
        return MISSING
    if figure.unit is Unit.TEXT:
        return NAME
    return next((reason for pattern, reason in UNOPENED.items() if fnmatch(figure.key, pattern)), None)
