"""What the catalogues hold: each text once, and none that nothing says any more."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from babel.messages.pofile import read_po

import gis
import service

PACKAGES = [Path(package.__path__[0]) for package in (gis, service)]
CATALOGUES = PACKAGES[0] / "locale" / "az"


def entries() -> list[str]:
    """Give the English of every entry of every catalogue; of one and of many, that of one."""
    catalogues = (read_po(path.read_bytes().splitlines(), locale="az") for path in sorted(CATALOGUES.glob("*.po")))
    texts = (entry.id for catalogue in catalogues for entry in catalogue if entry.id)
    return [text if isinstance(text, str) else text[0] for text in texts]


def said() -> Iterator[str]:
    """Give every text in the code, and every template whole, with lines folded."""
    for source in chain.from_iterable(package.rglob("*.py") for package in PACKAGES):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for template in chain.from_iterable(package.rglob("templates/*.html") for package in PACKAGES):
        yield folded(template.read_text(encoding="utf-8"))


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_each_text_stands_in_one_catalogue() -> None:
    texts = entries()
    assert len(texts) > 1_000
    assert not [text for text, count in Counter(texts).items() if count > 1]


def test_no_catalogue_holds_what_nothing_says_any_more() -> None:
    texts = set(said())
    templates = "\n".join(text for text in texts if "{%" in text or "{{" in text)
    assert not [text for text in entries() if text not in texts and folded(text) not in templates]
