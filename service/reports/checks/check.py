"""What a check before issue gives."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from gis.codelists import Language
from gis.language import LANGUAGES, translator
from service.reports.content import Content, Words
from service.reports.gathering import Gathered
from service.reports.parts.key_figures import KEY


class Finding(StrEnum):
    """What came of a check, the gravest first."""

    BLOCKS = "blocks"
    NEEDS_REASON = "needs_reason"
    LOOK = "look"
    FINE = "fine"


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a look at a report gave.

    Attributes
    ----------
    opens
        The page on which it is settled, if there is one.
    """

    finding: Finding
    words: Words
    opens: str | None = None


@dataclass(frozen=True, kw_only=True)
class Check(Found):
    """The same by the code that the check is known by, the same in every report: `RPT-01`, `jump`."""

    code: str


Look = Callable[[Gathered, Content], Found | None]
"""Looks at a report before it is issued; gives nothing where it has nothing to say of such a report."""
Said = str | Callable[[Language], str]
"""What words are filled in with: the same in both languages, or as each of them prints it."""


def worded(text: str, **values: Said) -> Words:
    """Give a text of ours in both languages, filled in with values."""
    return Words(**{language: _filled(text, language, values) for language in LANGUAGES})


def together(sentences: Iterable[Words], mark: str = " ") -> Words:
    """Give sentences as one text."""
    told = list(sentences)
    return Words(**{language: mark.join(words.told(language) for words in told) for language in LANGUAGES})


def has_key_figures(content: Content) -> bool:
    """Tell whether a report tells the work of its period in key figures."""
    return content.has_table(KEY)


def _filled(text: str, language: Language, values: dict[str, Said]) -> str:
    printed = {name: said if isinstance(said, str) else said(language) for name, said in values.items()}
    return translator(language)(text).format(**printed)
