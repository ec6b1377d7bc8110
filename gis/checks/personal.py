"""Whether a file holds personal data, which belongs to the restricted victim record alone: VIC-02, IMP-03.

What is found is never repeated: an issue names the column and the kind of data. Places are named after people and codes
look like telephone numbers, so each pattern asks for what tells them apart.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pandas as pd

from gis.checks.batch import Batch, found
from gis.columns import objects
from gis.issues import Issue
from gis.layers import Kind
from gis.text import fold

CAPITAL: Final = r"[A-ZÇƏĞIİÖŞÜ][\w’'-]+"
SURNAME: Final = rf"{CAPITAL}(?:ov|ova|yev|yeva|zadə|zade)"
AFFECTED: Final = (
    *("victim", "killed", "injured", "wounded", "casualt", "surviv", "informant", "interview"),
    *("zərərçək", "həlak", "yaralan", "ölən", "qurban", "şəhid", "məlumat verən"),
)
DOCUMENTS: Final = ("fin", "fi̇n", "pin", "passport", "pasport", "vəsiqə", "identity card", "id card")
PATTERNS: Final = {
    "email-in-text": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}"),
    "phone-in-text": re.compile(
        r"(?<![\w.])(?:\+|00)994(?:[\s().-]*\d){9}(?!\w)"
        r"|(?<![\w.+-])\(?0(?:10|12|50|51|55|60|70|77|99)\)?[ .-]+\d{3}[ .-]?\d{2}[ .-]?\d{2}(?!\w)"
        r"|\b(?i:tel|telefon\w*|phone|mobil\w*|mob|gsm|whatsapp)\b\W{0,3}\+?(?:\d[\s().-]*){7,}"
    ),
    "identity-number-in-text": re.compile(
        r"\bAZE\s?\d{8}\b"
        r"|\b(?i:fin|fi̇n|pin|passport|pasport\w*|vəsiqə\w*|identity card|id card)\b[^\n.;,]{0,20}?"
        r"\b(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{7,11}\b"
    ),
    "name-in-text": re.compile(
        rf"\b{CAPITAL}\s+{CAPITAL}\s+(?:{CAPITAL}\s+)?(?:oğlu|qızı)\b"
        rf"|(?i:{'|'.join(AFFECTED)})[^\n.;]{{0,40}}?\b(?:{CAPITAL}\s+{SURNAME}|{SURNAME}\s+{CAPITAL})\b"
    ),
}
"""By kind of issue, what in a text is personal data."""

HINTS: Final = {
    "email-in-text": ("@",),
    "phone-in-text": tuple("0123456789"),
    "identity-number-in-text": ("aze", *DOCUMENTS),
    "name-in-text": ("oğlu", "qızı", *AFFECTED),
}
"""What small letters a text must have before its pattern is looked for: patterns are slow, and few texts have any."""

WORKERS: Final = frozenset({"reported_by"})
"""Fields in which the people who did the work may be named."""

PERSONAL_COLUMNS: Final = frozenset(
    fold(name)
    for name in (
        *("victim", "victim name", "name of victim", "survivor name", "casualty name", "injured name", "killed name"),
        *("informant", "informant name", "informant phone", "interviewee", "respondent name"),
        *("first name", "last name", "surname", "full name", "patronymic", "date of birth", "birth date", "birthdate"),
        *(
            "phone",
            "phone number",
            "phone no",
            "telephone",
            "tel",
            "mobile",
            "mobile phone",
            "whatsapp",
            "contact phone",
        ),
        *("email", "e-mail", "email address", "passport", "passport no", "passport number", "national id", "id card"),
        *("zərərçəkən", "zərərçəkmiş", "zərərçəkənin adı", "zərərçəkmişin adı", "məlumat verən", "məlumat verənin adı"),
        *("soyad", "soyadı", "ata adı", "ad soyad", "adı soyadı", "ad soyad ata adı", "a.s.a.", "doğum tarixi"),
        *(
            "telefon",
            "telefon nömrəsi",
            "mobil nömrə",
            "elektron poçt",
            "pasport",
            "fin kod",
            "fin kodu",
            "ş/v nömrəsi",
        ),
    )
)
"""Names of columns that hold personal data, folded."""


def columns_are_impersonal(batch: Batch) -> Iterable[Issue]:
    """IMP-03: no column is there for names, telephones or documents of people."""
    for name, values in _columns_beside(batch):
        if fold(name) in PERSONAL_COLUMNS:
            filled = values[values.notna() & (values.astype(str).str.strip() != "")]
            yield from found("personal-column", filled.to_frame(), field=name)


def texts_are_impersonal(batch: Batch) -> Iterable[Issue]:
    """VIC-02: no free text holds a name of a victim or informant, a telephone, an e-mail or a document's number."""
    own = [(f.name, batch.given[f.name]) for f in batch.layer.fields if f.kind is Kind.TEXT and f.name != "code"]
    for name, values in (*own, *_columns_beside(batch)):
        if fold(name) not in PERSONAL_COLUMNS:
            yield from _in_texts(name, values)


def _in_texts(name: str, values: "pd.Series[Any]") -> Iterable[Issue]:
    """Look at each different text of a column once, first for hints in all of them together."""
    texts = {value for value in values.tolist() if isinstance(value, str)}
    together = "\n".join(texts).lower()
    for kind, pattern in PATTERNS.items():
        hints = [hint for hint in HINTS[kind] if hint in together]
        if not hints or (kind == "name-in-text" and name in WORKERS):
            continue
        personal = {text for text in texts if pattern.search(text)}
        if personal:
            yield from found(kind, values[values.isin(personal)].to_frame(), field=name)


def _columns_beside(batch: Batch) -> Iterator[tuple[str, "pd.Series[Any]"]]:
    """Give the columns of the file that are no fields of the layer, as the file has them."""
    if "properties" not in batch.given:
        return
    rows = batch.given["properties"].tolist()
    for name in sorted(set().union(*rows) - batch.layer.fields_by_name.keys()):
        yield name, pd.Series(objects([row.get(name) for row in rows]), index=batch.given.index)
