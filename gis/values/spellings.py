"""What people write for codes, beside the labels of the codelists."""

import re
from difflib import get_close_matches
from functools import cache
from typing import Final

from gis.codelists import (
    ActivityType,
    Asset,
    Codelist,
    ContaminationType,
    EoCategory,
    HazardClass,
    HazardStatus,
    QcState,
    ReleaseMethod,
    TaskStatus,
)
from gis.text import fold

SPELLINGS: Final[dict[type[Codelist], dict[str, tuple[str, ...]]]] = {
    ReleaseMethod: {
        "cleared": (
            "Clearance", "Cleared area", "BAC", "Battle area clearance", "Demined", "Manual clearance",
            "Təmizləmə", "Təmizlənmə", "Təmizlənmiş", "Təmizlənmiş ərazi", "Minalardan təmizlənib",
        ),
        "reduced": (
            "Reduction", "Reduced area", "Area reduction", "Reduced by TS", "Azaldılıb", "Azaldılmış",
            "Azaldılmış ərazi", "İxtisar", "İxtisar edilib", "İxtisar olunmuş", "İxtisar olunmuş ərazi",
        ),
        "cancelled": (
            "Canceled", "Cancellation", "Cancelled area", "Cancelled by NTS", "Ləğv", "Ləğv olunub", "Ləğv edilmiş",
            "Ləğv edilmiş ərazi",
        ),
        "undetermined": ("Unknown", "Not recorded", "Naməlum", "Məlum deyil", "Müəyyən edilməyib"),
    },
    ContaminationType: {
        "ap_mine": ("AP", "APM", "AP mine", "AP mines", "Antipersonnel", "PƏM", "PƏ mina", "Piyada əleyhinə mina"),
        "av_mine": ("AV", "AT", "AVM", "ATM", "AT mines", "AV mines", "Anti-tank mine", "Anti-tank mines", "TƏM",
                    "TƏ mina", "Tank əleyhinə mina"),
        "improvised": ("IED", "IEDs", "Improvised mines", "ƏPQ", "Əldəqayırma"),
        "cmr": ("Cluster", "Cluster munition", "Cluster munitions", "Submunition", "Submunitions", "Bomblets",
                "Kaset", "Kaset sursatı"),
        "erw": ("UXO", "AXO", "UXO/AXO", "PHS", "Partlamamış hərbi sursat"),
        "unknown": ("Məlum deyil", "Not known"),
    },
    EoCategory: {
        "ap_mine": ("AP", "APM", "AP mine", "AP mines", "Antipersonnel mine", "PƏM", "PƏ mina"),
        "av_mine": ("AV", "AT", "AVM", "ATM", "AT mine", "AV mine", "Anti-tank mine", "TƏM", "TƏ mina"),
        "submunition": ("Submunitions", "Bomblet", "Cluster", "Kaset", "Kaset elementi"),
        "uxo": ("Partlamamış hərbi sursat",),
        "ied": ("IEDs", "ƏPQ"),
        "scrap": ("Metal scrap", "Metal qırıntısı"),
    },
    Asset: {
        "manual": ("Manual deminers", "Deminers", "Əllə", "Əl", "Minatəmizləyən"),
        "mechanical": ("Machine", "Machines", "Mexanizm", "Maşın", "Texnika"),
        "mdd": ("Dog", "Dogs", "K9", "İt", "İtlər", "Minaaxtaran it"),
        "manual_detector": ("Detector", "Detektor", "Metal detektor"),
        "uav": ("Drone", "Drones", "Dron", "PUA"),
    },
    HazardClass: {
        "sha": ("Suspected", "Şübhəli", "ŞTƏ"),
        "cha": ("Confirmed", "Təsdiqlənmiş", "Təsdiqlənib", "TTƏ"),
    },
    HazardStatus: {
        "open": ("Active", "Aktiv"),
        "worked_on": ("Ongoing", "In progress", "İcrada"),
        "closed": ("Bağlı",),
    },
    TaskStatus: {
        "active": ("Ongoing", "In progress", "Aktiv", "Davam edir"),
        "completed": ("Complete", "Finished", "Bitib", "Tamamlanıb"),
        "planned": ("Plan", "Planlı"),
    },
    ActivityType: {
        "nts": ("QTT",),
        "ts": ("TT",),
        "clearance": ("Demining", "Minatəmizləmə"),
        "spot_task": ("EOD", "Spot"),
    },
    QcState: {
        "passed": ("Pass", "Keçib", "Qəbul edilib"),
        "failed": ("Fail", "Keçməyib"),
    },
}  # fmt: skip
"""By codelist and code; Azerbaijani as it stands in reports, waiting for a native reviewer."""


def code_named(codelist: type[Codelist], text: str) -> str | None:
    """Give the code that a text names: by itself, by its label in either language, or as people write it.

    >>> code_named(ReleaseMethod, "TƏMİZLƏNİB"), code_named(ReleaseMethod, "Azaldılıb"), code_named(ReleaseMethod, "?")
    ('cleared', 'reduced', None)
    """
    return text if text in _codes(codelist) else _names(codelist).get(fold(text))


def nearest_code(codelist: type[Codelist], text: str) -> str | None:
    """Give the code that a misspelt text seems to mean."""
    near = get_close_matches(fold(text), _names(codelist), n=1)
    return _names(codelist)[near[0]] if near else None


@cache
def _codes(codelist: type[Codelist]) -> frozenset[str]:
    """Give the codes of a list."""
    return frozenset(member.value for member in codelist)


@cache
def _names(codelist: type[Codelist]) -> dict[str, str]:
    """Give the codes by what people write for them, folded; a label also without what stands in brackets."""
    spelt = {fold(name): code for code, names in SPELLINGS.get(codelist, {}).items() for name in names}
    labels = {
        fold(name): member.value
        for member in codelist
        for label in (member.en, member.az)
        for name in (re.sub(r"\(.*\)", "", label), label, member.value)
    }
    return {name: code for name, code in (spelt | labels).items() if name}
