"""What the tools of a map say: search, coordinates, measuring, full screen, address, paper, weeks, shaded districts."""

from gis.codelists import Language
from gis.language import translator
from gis.text import number_text


def tool_words(language: Language) -> dict[str, object]:
    """Give the words of the tools by their names, and how numbers that the browser works out are printed."""
    _ = translator(language)
    return {
        "tools": _("Tools"),
        "close": _("Close"),
        "copy": _("Copy"),
        "copied": _("Copied"),
        **number_signs(language),
        "search": _search_words(language),
        "coordinates": _coordinate_words(language),
        "measure": _measure_words(language),
        "view": _view_words(language),
        "print": _print_words(language),
        "weeks": _week_words(language),
        "shades": _shade_words(language),
    }


def number_signs(language: Language) -> dict[str, str]:
    """Give what groups the thousands of a number, and what divides its whole from its parts, as `gis.text` does.

    >>> number_signs("en")
    {'thousands': ',', 'decimal': '.'}
    """
    return {"thousands": number_text(1000, language)[1], "decimal": number_text(0.5, language, decimals=1)[1]}


def _search_words(language: Language) -> dict[str, str]:
    _ = translator(language)
    return {
        "label": _("Search the map"),
        "hint": _("Code, place or coordinates"),
        "results": _("Search results"),
        "noOutline": _("This record has no outline, so the map cannot show where it is."),
        "failed": _("The search did not answer. Try again."),
    }


def _print_words(language: Language) -> dict[str, str]:
    _ = translator(language)
    return {
        "name": _("Print"),
        "use": _("This view as a map on paper, with legend, scale, north and sources."),
        "paper": _("Paper"),
        "orientation": _("Position"),
        "landscape": _("Landscape"),
        "portrait": _("Portrait"),
    }


def _coordinate_words(language: Language) -> dict[str, str]:
    _ = translator(language)
    return {
        "name": _("Coordinates"),
        "use": _("Click or tap the map to keep a point. With the keyboard, move the map and take its middle."),
        "take": _("Take the middle"),
        "lonLat": _("Longitude, latitude"),
    }


def _measure_words(language: Language) -> dict[str, str]:
    _ = translator(language)
    return {
        "name": _("Measure"),
        "use": _("Click or tap the map for each point. With the keyboard, move the map and add its middle."),
        "length": _("Length"),
        "area": _("Area"),
        "perimeter": _("Perimeter"),
        "add": _("Add the middle"),
        "undo": _("Remove the last point"),
        "clear": _("Start again"),
        "note": _("On the WGS 84 ellipsoid, as the ledger measures."),
    }


def _view_words(language: Language) -> dict[str, str]:
    _ = translator(language)
    return {
        "fullScreen": _("Full screen"),
        "leaveFullScreen": _("Leave full screen"),
        "link": _("Copy link"),
        "linkCopied": _("The address of this view is copied. It opens the same place and the same question."),
        "linkShown": _("Copy this address. It opens the same place and the same question."),
        "address": _("Address of this view"),
    }


def _week_words(language: Language) -> dict[str, str]:
    _ = translator(language)
    return {
        "name": _("Week by week"),
        "week": _("Week"),
        "play": _("Play"),
        "pause": _("Pause"),
        "earlier": _("Week before"),
        "later": _("Week after"),
        "figures": _("Figures of the week"),
        "remaining": _("Hazardous at the end of the week, ha"),
        "released": _("Released, ha"),
        "inWeek": _("in the week"),
        "none": _("No week has ended since the first record. Approved records make weeks."),
    }


def _shade_words(language: Language) -> dict[str, object]:
    _ = translator(language)
    return {
        "name": _("Districts shaded by"),
        "figures": [
            ("", _("Nothing")),
            ("released", _("Released ground")),
            ("share", _("Share of contamination released")),
            ("remaining", _("Remaining contamination")),
            ("remaining_cha", _("Remaining, confirmed")),
            ("remaining_sha", _("Remaining, suspected")),
        ],
        "table": _("Show as a table"),
        "district": _("District"),
        "shade": _("Class"),
        "noBoundary": _("no boundary"),
        "failed": _("The figures of the districts could not be loaded."),
    }
