"""What must hold of the database, each rule with the statement that looks for what breaks it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gis.codelists import Language

Words = Mapping[Language, str]


@dataclass(frozen=True)
class Check:
    """A rule; `service/sql/audit_<name>.sql` gives what breaks it.

    Attributes
    ----------
    rule
        What must hold, in a sentence.
    is_tiled
        The statement gives square metres by two routes on some tiles, and not what breaks the rule.
    is_close
        It looks at entries one by one, on tiles where the two routes differ and on an even choice of the others.
    """

    name: str
    rule: Words
    is_tiled: bool = False
    is_close: bool = False


CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "guards",
        {
            "en": "The triggers that refuse changes are on, and the service's role can change or delete no record.",
            "az": "Dəyişikliyi rədd edən triggerlər işləyir, xidmətin rolu heç bir qeydi dəyişə və ya silə bilməz.",
        },
    ),
    Check(
        "history",
        {
            "en": "Everything was recorded and closed at stamps of changes; versions count 1, 2, 3 and do not overlap.",
            "az": "Hər şey dəyişiklik möhürləri ilə qeyd olunub və bağlanıb; versiyalar 1, 2, 3 sayılır və üst-üstə "
            "düşmür.",
        },
    ),
    Check(
        "pieces",
        {
            "en": "Pieces of hazardous ground follow from the versions of their area: dates, types and outline.",
            "az": "Təhlükəli sahə hissələri ərazinin versiyalarından irəli gəlir: tarixlər, növlər və kontur.",
        },
    ),
    Check(
        "areas",
        {
            "en": "Every area in m² is what PostGIS measures of its outline; no entry holds a sliver.",
            "az": "Hər sahə (m²) PostGIS-in kontura görə ölçdüyü qədərdir; heç bir yazıda qırıntı yoxdur.",
        },
    ),
    Check(
        "records",
        {
            "en": "Every entry agrees with its record as it was known, and lies on the record's ground.",
            "az": "Hər yazı öz qeydinin o vaxt məlum olan halına uyğundur və qeydin sahəsindədir.",
        },
    ),
    Check(
        "totals",
        {
            "en": "At every instant ever known the totals, of days, weeks, months and who worked, are the sums of the "
            "entries, exactly.",
            "az": "İndiyədək məlum olan hər anda gün, həftə, ay və işi görənlər üzrə yekunlar yazıların cəminə dəqiq "
            "bərabərdir.",
        },
    ),
    Check(
        "cells",
        {
            "en": "The squares of the map count every release that holds now once, with the area of its entries.",
            "az": "Xəritənin kvadratları qüvvədə olan hər buraxılışı bir dəfə, yazılarının sahəsi ilə sayır.",
        },
    ),
    Check(
        "items",
        {
            "en": "The totals of disposed items are those of the records, each item once.",
            "az": "Zərərsizləşdirilmiş sursatın yekunları qeydlərdəki ilə eynidir, hər vahid bir dəfə sayılır.",
        },
    ),
    Check(
        "releases",
        {
            "en": "The counts of releases by day are those of the records, as known now and at some instants before.",
            "az": "Buraxılışların günlər üzrə sayları qeydlərdəki ilə eynidir: indi və əvvəlki bəzi anlarda məlum "
            "olduğu kimi.",
        },
    ),
    Check(
        "districts",
        {
            "en": "Every entry is counted in the district where its ground lies, or in the one that was stated.",
            "az": "Hər yazı sahəsinin yerləşdiyi və ya bildirilmiş rayonda sayılır.",
        },
    ),
    Check(
        "reports",
        {
            "en": "Issued reports have the checksum of their figures, and the ledger of then still gives them.",
            "az": "Dərc olunmuş hesabatların yoxlama cəmi rəqəmlərinə uyğundur və o vaxtkı reyestr onları yenə verir.",
        },
    ),
    Check(
        "stock",
        {
            "en": "What hazardous areas and releases leave open is what the entries add up to, on each tile of 0.02°.",
            "az": "Təhlükəli ərazilərdən buraxılışlardan sonra açıq qalan sahə yazıların cəminə bərabərdir "
            "(hər 0,02° xanada).",
        },
        is_tiled=True,
    ),
    Check(
        "outside",
        {
            "en": "The union of releases outside recorded hazard is what their entries add up to, on every tile.",
            "az": "Qeydə alınmış təhlükədən kənar buraxılışların birləşməsi yazıların cəminə bərabərdir (hər xanada).",
        },
        is_tiled=True,
    ),
    Check(
        "complete",
        {
            "en": "Looked at one by one, every release freed all that was open on its ground before it, to 1 m².",
            "az": "Ayrı-ayrılıqda baxıldıqda, hər buraxılış sahəsində ondan əvvəl açıq olanı azad edib (1 m²-ə qədər).",
        },
        is_close=True,
    ),
    Check(
        "once",
        {
            "en": "Looked at one by one, no entries free the same ground unless it was opened again in between.",
            "az": "Ayrı-ayrılıqda baxıldıqda, heç bir sahə yenidən açılmadan iki dəfə azad edilməyib.",
        },
        is_close=True,
    ),
    Check(
        "states",
        {
            "en": "Looked at one by one, every entry says what was open on its ground before and after.",
            "az": "Ayrı-ayrılıqda baxıldıqda, hər yazı öz sahəsində əvvəl və sonra nəyin açıq olduğunu deyir.",
        },
        is_close=True,
    ),
)

PARTS: Final[Mapping[str, Words]] = {
    "cell": {"en": "square", "az": "kvadrat"},
    "entry": {"en": "entry", "az": "yazı"},
    "piece": {"en": "piece", "az": "hissə"},
    "report": {"en": "report", "az": "hesabat"},
    "stamp": {"en": "total", "az": "yekun"},
    "table": {"en": "table", "az": "cədvəl"},
    "tile": {"en": "tile", "az": "xana"},
    "total": {"en": "total", "az": "yekun"},
    "version": {"en": "version", "az": "versiya"},
    "week": {"en": "week", "az": "həftə"},
}
"""What of a record a finding is about."""

ASPECTS: Final[Mapping[str, Words]] = {
    "area_m2": {"en": "area in m²", "az": "sahə, m²"},
    "beyond_m2": {"en": "m² outside the record's ground", "az": "qeydin sahəsindən kənarda m²"},
    "cause": {"en": "cause", "az": "səbəb"},
    "cell_m2": {"en": "m² of a square", "az": "kvadratın m²-i"},
    "checksum": {"en": "checksum of the figures", "az": "rəqəmlərin yoxlama cəmi"},
    "contamination_class": {"en": "contamination class", "az": "çirklənmə sinfi"},
    "district": {"en": "district", "az": "rayon"},
    "drawn": {"en": "outline as it is drawn", "az": "çəkilən kontur"},
    "effective_date": {"en": "day", "az": "gün"},
    "figures": {"en": "released m²", "az": "buraxılmış m²"},
    "ground_m2": {"en": "m² in which it differs from the outline", "az": "konturdan fərqlənən m²"},
    "hazardous_from": {"en": "first day", "az": "ilk gün"},
    "hazardous_until": {"en": "last day", "az": "son gün"},
    "not_counted_m2": {"en": "m² freed but not in the ledger", "az": "azad edilmiş, reyestrdə olmayan m²"},
    "outside_m2": {"en": "m² released outside recorded hazard", "az": "təhlükədən kənar buraxılmış m²"},
    "piece": {"en": "ground of no hazardous area", "az": "heç bir təhlükəli əraziyə aid olmayan sahə"},
    "recorded": {"en": "when it was held", "az": "qüvvədə olduğu vaxt"},
    "release_count": {"en": "number of releases", "az": "buraxılışların sayı"},
    "release_method": {"en": "method", "az": "üsul"},
    "released_twice_m2": {"en": "m² freed once more", "az": "təkrar azad edilmiş m²"},
    "right": {"en": "right", "az": "hüquq"},
    "since": {"en": "day since which work counts", "az": "işin sayıldığı gün"},
    "sliver_m2": {"en": "m² of a sliver", "az": "qırıntının m²-i"},
    "stamp": {"en": "stamp of a change", "az": "dəyişiklik möhürü"},
    "state_after": {"en": "open afterwards", "az": "sonra açıq olan"},
    "state_before": {"en": "open before", "az": "əvvəl açıq olan"},
    "stock_m2": {"en": "stock in m²", "az": "qalıq, m²"},
    "total_m2": {"en": "m² moved", "az": "hərəkət edən m²"},
    "trigger": {"en": "trigger", "az": "trigger"},
    "types": {"en": "class and types", "az": "sinif və növlər"},
    "version": {"en": "number of the version", "az": "versiyanın nömrəsi"},
    "week_m2": {"en": "m² of a week", "az": "həftənin m²-i"},
    "quantity": {"en": "number of items", "az": "sursatın sayı"},
    "month_m2": {"en": "m² of a month", "az": "ayın m²-i"},
    "work_m2": {"en": "m² by who worked", "az": "işi görənlər üzrə m²"},
}
"""What of it is wrong."""
