"""What validation finds in a request, in the reader's words: a library's English is for its log."""

import re
from collections.abc import Mapping
from typing import Any

from gis.codelists import Language

Words = dict[Language, str]

SHOWN_CHARACTERS = 60
"""So much of what was sent is repeated to who sent it."""
_CODE: Words = {
    "en": "“{input}” is not known to “{name}”. Allowed: {allowed}.",
    "az": "“{name}” üçün “{input}” məlum deyil. İcazə verilənlər: {allowed}.",
}
_DATE: Words = {
    "en": "“{input}” is not a date for “{name}”. Write it such as 2025-10-20.",
    "az": "“{name}” üçün “{input}” tarix deyil. Belə yazın: 2025-10-20.",
}
_INSTANT: Words = {
    "en": "“{input}” is not an instant for “{name}”. Write it with its time zone, such as 2025-10-20T08:00:00+04:00.",
    "az": "“{name}” üçün “{input}” an deyil. Saat qurşağı ilə belə yazın: 2025-10-20T08:00:00+04:00.",
}
_ID: Words = {
    "en": "“{input}” is not an id. Take it from a list or a link of this service.",
    "az": "“{input}” identifikator deyil. Onu bu xidmətin siyahısından və ya keçidindən götürün.",
}
_NUMBER: Words = {
    "en": "“{input}” is not a number for “{name}”.",
    "az": "“{name}” üçün “{input}” ədəd deyil.",
}
_WHOLE: Words = {
    "en": "“{input}” is not a whole number for “{name}”.",
    "az": "“{name}” üçün “{input}” tam ədəd deyil.",
}
_SWITCH: Words = {
    "en": "“{input}” is neither yes nor no for “{name}”. Write true or false.",
    "az": "“{name}” üçün “{input}” nə hə, nə yoxdur. true və ya false yazın.",
}
_AT_LEAST: Words = {
    "en": "“{name}” is “{input}”, and must be at least {limit}.",
    "az": "“{name}” “{input}” göstərilib, ən azı {limit} olmalıdır.",
}
_AT_MOST: Words = {
    "en": "“{name}” is “{input}”, and must be at most {limit}.",
    "az": "“{name}” “{input}” göstərilib, ən çoxu {limit} olmalıdır.",
}
_LONG: Words = {
    "en": "“{name}” is too long: at most {limit}.",
    "az": "“{name}” çox uzundur: ən çoxu {limit}.",
}
_ELSE: Words = {
    "en": "“{name}” holds something else than is expected there.",
    "az": "“{name}” orada gözləniləndən başqadır.",
}

WRONG: tuple[tuple[str, Words], ...] = (
    ("missing", {"en": "“{name}” is missing.", "az": "“{name}” göstərilməyib."}),
    (
        "extra_forbidden",
        {
            "en": "There is no parameter “{name}” here. Leave it out.",
            "az": "Burada “{name}” parametri yoxdur. Onu çıxarın.",
        },
    ),
    ("value_error", {"en": "{name}: {msg}.", "az": "{name}: {msg}."}),
    ("enum", _CODE),
    ("literal_error", _CODE),
    ("datetime_", _INSTANT),
    ("timezone_", _INSTANT),
    ("date_", _DATE),
    ("uuid_", _ID),
    ("int_", _WHOLE),
    ("float_", _NUMBER),
    ("decimal_", _NUMBER),
    ("finite_number", _NUMBER),
    ("bool_", _SWITCH),
    ("greater_than", _AT_LEAST),
    ("less_than", _AT_MOST),
    ("string_too_long", _LONG),
    ("too_long", _LONG),
    ("json_", {"en": "The body is not valid JSON.", "az": "Sorğunun məzmunu düzgün JSON deyil."}),
)
"""Pydantic's types of error by how they begin; a validator of ours (`value_error`) has words of its own."""
_LIMITS = ("ge", "gt", "le", "lt", "max_length")


def words_of(error: Mapping[str, Any], language: Language) -> str:
    """Give what is wrong in one sentence, from one of Pydantic's errors.

    >>> words_of({"type": "int_parsing", "loc": ("limit",), "msg": "", "input": "ten"}, "en")
    '“ten” is not a whole number for “limit”.'
    """
    told = error.get("ctx", {})
    words = next((words for begins, words in WRONG if error["type"].startswith(begins)), _ELSE)
    return words[language].format(
        name=".".join(map(str, error["loc"])),
        input=str(error["input"])[:SHOWN_CHARACTERS],
        msg=error["msg"].removeprefix("Value error, "),
        allowed=", ".join(re.findall(r"'([^']*)'", told.get("expected", ""))),
        limit=next((told[name] for name in _LIMITS if name in told), ""),
    )
