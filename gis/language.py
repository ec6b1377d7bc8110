"""What pages, maps and reports say, in the reader's language."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from gis.codelists import Language

LANGUAGES: tuple[Language, ...] = ("en", "az")


@cache
def translations(language: Language) -> Translations:
    """Give the catalogue of a language, merged from the areas' files; English is the language of the source.

    The catalogues are compiled in memory, so that a checkout runs without a build step.
    """
    merged = Translations()
    for source in sorted(files("gis").joinpath("locale", language).iterdir(), key=str) if language != "en" else ():
        compiled = BytesIO()
        with source.open("rb") as text:
            write_mo(compiled, read_po(text, locale=language))
        compiled.seek(0)
        merged.merge(Translations(compiled))
    return merged


def translator(language: Language) -> Callable[[str], str]:
    """Give the function that turns an English text of ours into a language; unknown texts stay English."""
    return translations(language).gettext


def counting(language: Language) -> Callable[[str, str, int], str]:
    """Give the function that turns what is said of one, and of many, into a language, as its numerals ask.

    >>> [counting("en")("{count} district", "{count} districts", count) for count in (0, 1, 2)]
    ['{count} districts', '{count} district', '{count} districts']
    """
    return translations(language).ngettext
