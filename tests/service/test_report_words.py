"""The words of reports: all of them are there in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path
from re import findall

from babel.messages.extract import extract_from_file

from gis.language import counting, translator

SAME_IN_BOTH = {"ha", "m²", "%", "{label}, {unit}", "{name} ({area}): {change}", "Operator: {name}"}
KEYWORDS = {"_": None, "phrase": None, "said": None, "ngettext": (1, 2)}


def declared_headings(source: Path) -> Iterator[str]:
    """Give what columns are called where parts are declared, and the labels in the mappings beside them."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        match node:
            case ast.keyword(arg="name_heading", value=ast.Constant(value=str(text))) if text:
                yield text
            case ast.Dict(values=values):
                yield from (one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str))


def said_in_reports() -> Iterator[tuple[str, str]]:
    """Give every text of a report in English and in Azerbaijani; of one and of many, what is said of each."""
    _, ngettext = translator("az"), counting("az")
    sources = [*Path("gis/charts").glob("*.py"), *Path("service/reports").rglob("*.py")]
    for source in sources:
        for _line, message, _comments, _context in extract_from_file("python", source, KEYWORDS):
            if isinstance(message, str):
                yield message, _(message)
            else:
                one, many = message
                yield from ((one, ngettext(one, many, 1)), (many, ngettext(one, many, 2)))
    for source in sources:
        if source.parent.name in {"parts", "kinds"}:
            yield from ((text, _(text)) for text in declared_headings(source))


def test_everything_a_report_says_is_translated_with_the_same_values() -> None:
    texts = list(said_in_reports())
    assert len(texts) > 200
    assert not {english for english, azerbaijani in texts if azerbaijani == english} - SAME_IN_BOTH
    for english, azerbaijani in texts:
        assert sorted(findall(r"\{\w+\}", azerbaijani)) == sorted(findall(r"\{\w+\}", english))


def test_a_noun_stays_singular_after_a_numeral_in_azerbaijani_and_not_in_english() -> None:
    told = ("{count} anti-tank mine", "{count} anti-tank mines")
    assert [counting("en")(*told, count) for count in (0, 1, 2)] == [told[1], told[0], told[1]]
    assert {counting("az")(*told, count) for count in (0, 1, 2)} == {"{count} tank əleyhinə mina"}
