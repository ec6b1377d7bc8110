"""The values of long JSON text, block by block, up to where it is broken."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self

import orjson

from gis.decode import Before, Findings, why_not
from gis.files.json_elements import LARGEST_BYTES, Elements, elements_between
from gis.files.json_text import JsonText
from gis.issues import Issue
from gis.memory import no_cyclic_collection

SEPARATOR: Final = b"\x1e"
"""What may stand before each value of a sequence (RFC 8142); elsewhere a newline is enough."""


@dataclass(frozen=True)
class Line:
    """Which line of a file a place is in: lines before it, and where it begins."""

    count: int
    start: int

    def after(self, text: bytes, text_start: int) -> Self:
        """Give the line in which a text ends that begins in this one."""
        count = text.count(b"\n")
        return type(self)(self.count + count, text_start + text.rfind(b"\n") + 1) if count else self


@dataclass(frozen=True)
class Values:
    """Values that follow one another, where they end in the file, and what is wrong with the text up to there."""

    values: list[object]
    end: int
    issues: tuple[Issue, ...] = ()


def values_between(text: JsonText, start: int, stop: int, *, is_array: bool, block_bytes: int) -> Iterator[Values]:
    """Give the values of an array or of a sequence; what is wrong with the text is told last, with no values.

    Parameters
    ----------
    is_array
        Whether commas stand between the values.
    block_bytes
        How much text is read at once.
    """
    findings = Findings()
    head = text.bytes_at(text.start, start - text.start)
    line = Line(head.count(b"\n"), text.start + head.rfind(b"\n") + 1)
    broken: Issue | None = None
    for elements in elements_between(text, start, stop, block_bytes=block_bytes):
        clean = findings.without_nul(elements.text if is_array else elements.text.replace(SEPARATOR, b" "))
        values, parsed_count = _parsed(clean, elements, is_array=is_array)
        findings.look_at(clean[:parsed_count], values)
        yield Values(values, elements.start + parsed_count)
        line = line.after(clean[:parsed_count], elements.start)
        if parsed_count < elements.ends[-1]:
            broken = _why_broken(text, elements, parsed_count, is_array=is_array, line=line)
            break
    else:
        if is_array and stop >= text.end:
            broken = Issue(kind="file-truncated", values={"line": line.count + 1})
    if issues := (*findings.issues, *([broken] if broken else [])):
        yield Values([], stop, issues)


@no_cyclic_collection()
def _parsed(text: bytes, elements: Elements, *, is_array: bool) -> tuple[list[object], int]:
    """Give the values of a text up to the first that is broken, and where that begins."""
    values: list[object] = []
    for begin, end in pairwise([0, *elements.ends]):
        try:
            if not is_array:
                values.append(orjson.loads(text[begin:end]))
            elif begin == 0 and elements.is_first:
                values += orjson.loads(b"[%b]" % text[begin:end])
            else:  # a comma has to follow what stands before
                values += orjson.loads(b"[0%b]" % text[begin:end])[1:]
        except orjson.JSONDecodeError:
            return values, begin
    return values, elements.ends[-1]


def _why_broken(text: JsonText, elements: Elements, begin: int, *, is_array: bool, line: Line) -> Issue | None:
    """Say why the text cannot be read from a place on; None if the array ends there, and all is well."""
    if elements.is_cut:
        return Issue(kind="feature-too-large", values={"line": line.count + 1, "limit_mb": LARGEST_BYTES // 2**20})
    end = next(end for end in elements.ends if end > begin)
    opening = b"" if not is_array else b'{"":[' if begin == 0 and elements.is_first else b'{"":[0'
    try:
        orjson.loads(opening + elements.text[begin:end])
    except orjson.JSONDecodeError as error:
        at, is_followed = elements.start + begin, elements.start + end < text.end
        before = Before(at, line.count, at - line.start - len(opening), is_followed=is_followed)
        return why_not(elements.text[begin:end], error, before)
    return None
