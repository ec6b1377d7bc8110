"""How wide the columns of a table are beside each other, where the table has to take a given width."""

from collections.abc import Sequence
from typing import Final

MOST_LETTERS: Final = 26
"""Of a column of words; longer texts are broken into lines."""
MOST_WITH_ROOM: Final = 60
"""Of a column of words in a table with room to spare."""
MOST_OF_HEADING: Final = 20
"""Of a heading above figures that stands in one line where there is room."""
LEAST_LETTERS: Final = 6
ASIDE_LETTERS: Final = 3
"""What is left free beside the texts of a column."""
PAGE_LETTERS, LYING_PAGE_LETTERS = 118, 168
"""About as many stand in a line of a table on a page that stands, and on one that lies."""


def column_letters(columns: Sequence[Sequence[str]], is_text: Sequence[bool], *, is_wide: bool = False) -> list[int]:
    """Give about how many letters each column holds: figures all alike where there is room, words what that leaves.

    Parameters
    ----------
    columns
        The texts of each, its heading first.
    is_wide
        Whether the page lies.

    Examples
    --------
    >>> column_letters([["", "Regional office"], ["Cleared, ha", "1,644.6"], ["AP mines", "3"]], [True, False, False])
    [18, 11, 11]
    """
    needed = [_letters(*texts, is_text=words) for texts, words in zip(columns, is_text, strict=True)]
    figures = max((letters for letters, words in zip(needed, is_text, strict=True) if not words), default=0)
    alike = [letters if words else figures for letters, words in zip(needed, is_text, strict=True)]
    of_page = LYING_PAGE_LETTERS if is_wide else PAGE_LETTERS
    letters = alike if sum(alike) <= of_page else needed
    wished = _wished(letters, columns, is_text)
    share = min(1.0, max(of_page - sum(letters), 0) / max(sum(wished), 1))
    return [width + int(wish * share) for width, wish in zip(letters, wished, strict=True)]


def _wished(letters: Sequence[int], columns: Sequence[Sequence[str]], is_text: Sequence[bool]) -> list[int]:
    """Give how many letters more let the words of each column, or its heading, stand in one line."""
    return [
        max(ASIDE_LETTERS + _with_room_letters(*texts, is_text=words) - width, 0)
        for width, texts, words in zip(letters, columns, is_text, strict=True)
    ]


def _with_room_letters(heading: str, *texts: str, is_text: bool) -> int:
    return min(max(map(len, texts), default=0), MOST_WITH_ROOM) if is_text else min(len(heading), MOST_OF_HEADING)


def _letters(heading: str, *texts: str, is_text: bool) -> int:
    # A line also ends after the dash of a period.
    word = max(map(len, heading.replace("–", "– ").split()), default=0)
    longest = max(map(len, texts), default=0)
    return ASIDE_LETTERS + max(word, min(longest, MOST_LETTERS) if is_text else longest, LEAST_LETTERS)
