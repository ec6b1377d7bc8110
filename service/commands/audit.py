"""The command that proves the ledger on the live database."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from os import cpu_count
from typing import TYPE_CHECKING, Annotated, Final

import typer

from gis.codelists import Account, ContaminationClass, HazardClass
from service.commands.console import (
    FAILED,
    WRONG_USAGE,
    Language,
    Tongue,
    failure,
    owned_database,
    print_table,
    today_of,
    working,
    write,
)
from service.settings import Settings

if TYPE_CHECKING:
    from service.audit.findings import Extent, Figure, Outcome

WORDS: Final = {
    Tongue.EN: {
        "looked": ("looked at", "count"),
        "figures": ("account", "day", "class", "contamination", "by union_m2", "by entries_m2"),
        "outside": "outside hazard",
        "checks": ("check", "what must hold", "result", "seconds"),
        "holds": "holds",
        "found": "found",
        "slivers": "Slivers below 0.01 m² that were left out, and their m²",
    },
    Tongue.AZ: {
        "looked": ("baxılan", "say"),
        "figures": ("hesab", "gün", "təsnifat", "çirklənmə", "birləşmə ilə_m2", "yazılarla_m2"),
        "outside": "təhlükədən kənar",
        "checks": ("yoxlama", "nə doğru olmalıdır", "nəticə", "saniyə"),
        "holds": "doğrudur",
        "found": "tapıntı",
        "slivers": "Nəzərə alınmayan 0,01 m²-dən kiçik qırıntılar və onların m²-i",
    },
}
EXTENT: Final = {
    "changes": {Tongue.EN: "changes of the record", Tongue.AZ: "qeydlərdə dəyişiklik"},
    "release_areas": {Tongue.EN: "released areas", Tongue.AZ: "buraxılmış ərazi"},
    "hazardous_areas": {Tongue.EN: "hazardous areas", Tongue.AZ: "təhlükəli ərazi"},
    "pieces": {Tongue.EN: "pieces of hazardous ground", Tongue.AZ: "təhlükəli sahə hissəsi"},
    "entries": {Tongue.EN: "entries that stand", Tongue.AZ: "qüvvədə olan yazı"},
    "closed_entries": {Tongue.EN: "entries that were closed", Tongue.AZ: "bağlanmış yazı"},
    "reports": {Tongue.EN: "issued reports", Tongue.AZ: "dərc olunmuş hesabat"},
    "as_known_at": {Tongue.EN: "last change", Tongue.AZ: "son dəyişiklik"},
    "first_day": {Tongue.EN: "first day", Tongue.AZ: "ilk gün"},
    "last_day": {Tongue.EN: "last day", Tongue.AZ: "son gün"},
}
"""What is looked at, as it is called."""


class AuditForm(StrEnum):
    """The forms in which an audit is printed."""

    TEXT = "text"
    JSON = "json"


def audit(
    *,
    as_of: Annotated[
        list[str] | None,
        typer.Option(help="Compare the stock at the end of this day; may be given again. Left out: year ends, today."),
    ] = None,
    connections: Annotated[
        int | None, typer.Option(min=1, max=16, help="How many statements run at once; left out: one a processor.")
    ] = None,
    form: Annotated[AuditForm, typer.Option("--format", help="How to print what came of it.")] = AuditForm.TEXT,
    lang: Language = Tongue.EN,
) -> None:
    """Prove on the live database that the ledger counts every square metre once; exit 1 and what is wrong if not.

    What the entries add up to is compared with what the outlines of hazardous areas and releases leave, worked out
    anew from their geometry; and every record, entry, total and issued report is looked at. The last three checks go
    from one release to the next: where there are more than 100,000, on an even choice of the ground and wherever the
    sums differ. Nothing is written.
    """
    from service.audit import flow
    from service.audit.queries import Asked

    settings, days = Settings(), _days(as_of)
    count = connections or min(cpu_count() or 1, 4)
    with owned_database(settings) as engine, flow.snapshot(engine, count) as opened, working("audit …"):
        extent = flow.extent(opened[0])
        days = days or flow.default_days(extent, today_of(settings))
        asked = Asked(days=days, district_tolerance_m=settings.district_tolerance_m)
        outcomes = list(flow.audit(opened, asked))
    give = _write_json if form is AuditForm.JSON else _print
    give(extent, outcomes, lang)
    if not all(outcome.holds for outcome in outcomes):
        raise typer.Exit(FAILED)


def _days(as_of: Sequence[str] | None) -> tuple[date, ...]:
    try:
        return tuple(sorted({date.fromisoformat(day) for day in as_of or ()}))
    except ValueError as error:
        raise failure(f"--as-of: {error}", code=WRONG_USAGE) from error


def _print(extent: "Extent", outcomes: "Sequence[Outcome]", lang: Tongue) -> None:
    words = WORDS[lang]
    print_table(words["looked"], [(EXTENT[name][lang], value) for name, value in asdict(extent).items()])
    figures = [figure for outcome in outcomes for figure in outcome.figures]
    print_table(words["figures"], [_figure(figure, lang) for figure in figures])
    rows = [
        (
            outcome.check.name,
            outcome.check.rule[lang.value],
            words["holds"] if outcome.holds else f"{len(outcome.findings)} {words['found']}",
            f"{outcome.elapsed_s:.1f}",
        )
        for outcome in outcomes
    ]
    print_table(words["checks"], rows)
    count, area_m2 = sum(o.sliver_count for o in outcomes), sum(o.sliver_m2 for o in outcomes)
    typer.echo(f"{words['slivers']}: {count}, {area_m2:.4f}")
    for outcome in outcomes:
        for finding in outcome.findings:
            typer.echo(f"{finding.check}: {finding.words(lang.value)}")


def _figure(figure: "Figure", lang: Tongue) -> tuple[object, ...]:
    """Give the cells of a figure; ground released outside recorded hazard has no day and no class."""
    account = Account(figure.account).label(lang.value)
    if figure.classification is None or figure.contamination_class is None:
        return account, WORDS[lang]["outside"], None, None, figure.by_union_m2, figure.by_entries_m2
    contamination_class = ContaminationClass(figure.contamination_class).label(lang.value)
    classification = HazardClass(figure.classification).label(lang.value)
    return account, figure.day, classification, contamination_class, figure.by_union_m2, figure.by_entries_m2


def _write_json(extent: "Extent", outcomes: "Sequence[Outcome]", lang: Tongue) -> None:
    document = {
        "holds": all(outcome.holds for outcome in outcomes),
        "looked_at": asdict(extent),
        "checks": [
            {
                "name": outcome.check.name,
                "rule": outcome.check.rule[lang.value],
                "holds": outcome.holds,
                "elapsed_s": outcome.elapsed_s,
                "findings": [asdict(finding) | {"words": finding.words(lang.value)} for finding in outcome.findings],
            }
            for outcome in outcomes
        ],
        "figures": [asdict(figure) for outcome in outcomes for figure in outcome.figures],
        "slivers": {
            "count": sum(outcome.sliver_count for outcome in outcomes),
            "area_m2": sum(outcome.sliver_m2 for outcome in outcomes),
        },
    }
    write(json.dumps(document, indent=2, default=str, ensure_ascii=False).encode() + b"\n", None)
