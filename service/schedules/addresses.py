"""The addresses that people type into a list of recipients."""

import re
from email.errors import MessageError
from email.headerregistry import Address

from service.problems import WrongParameter

MOST_RECIPIENTS = 200
LONGEST = 254
"""Of an address that a path of SMTP can hold (RFC 5321, 4.5.3.1.3)."""
BETWEEN = re.compile(r"[\s,;]+")


def mail_addresses(typed: str, parameter: str) -> tuple[str, ...]:
    """Give the addresses of a list, each once, in the order they were typed.

    >>> mail_addresses("a@example.org, b@example.org; A@example.org", "recipients")
    ('a@example.org', 'b@example.org')

    Raises
    ------
    WrongParameter
        If one of them is none, naming every such, or there are too many.
    """
    parts: dict[str, str] = {}
    for part in filter(None, BETWEEN.split(typed)):
        parts.setdefault(part.lower(), part)
    found = tuple(parts.values())
    if wrong := ", ".join(part for part in found if not is_address(part)):
        raise WrongParameter(
            f"Not an e-mail address: {wrong}. Write them such as name@example.org. Nothing was stored.",
            f"E-poçt ünvanı deyil: {wrong}. Ünvanları name@example.org kimi yazın. Heç nə saxlanılmadı.",
            parameter=parameter,
        )
    if len(found) > MOST_RECIPIENTS:
        raise WrongParameter(
            f"A list holds at most {MOST_RECIPIENTS} addresses; use an address of a mailing list. Nothing was stored.",
            f"Siyahıda ən çoxu {MOST_RECIPIENTS} ünvan ola bilər; poçt siyahısının ünvanından istifadə edin. Heç nə "
            "saxlanılmadı.",
            parameter=parameter,
        )
    return found


def is_address(text: str) -> bool:
    """Tell whether a text is an address that every mail server takes.

    >>> [is_address(text) for text in ("a@b.org", "a@b", "a", "@b", "a@", "ə@b.org", "a@b@c")]
    [True, True, False, False, False, False, False]
    """
    try:
        address = Address(addr_spec=text)
    except (MessageError, ValueError, IndexError):
        return False
    is_plain = text.isascii() and text.isprintable() and len(text) <= LONGEST
    return bool(is_plain and address.username and address.domain)
