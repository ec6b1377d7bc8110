"""Every rule by its title, in its order; those of the upload itself stand last.

Rules without a kind of issue say why no file is checked by them here.
"""

from dataclasses import dataclass

from gis.codelists import Language

DRAWN = ("districts", "hazardous_areas", "tasks", "release_areas", "eo_items")
EVERY_LAYER = ("organisations", "projects", "project_phases", *DRAWN)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule.

    Attributes
    ----------
    code
        As users quote it: `GEO-01`.
    en, az
        What it asks for, in a few words.
    read_of
        The layers for which it is looked at while a file is read, before any check.
    elsewhere_en, elsewhere_az
        Why no file is checked by it: where it is looked at, or what this installation does not hold.
    """

    code: str
    en: str
    az: str
    read_of: tuple[str, ...] = ()
    elsewhere_en: str = ""
    elsewhere_az: str = ""

    def title(self, language: Language) -> str:
        """Give what it asks for in a reader's language."""
        return self.az if language == "az" else self.en


RULES: tuple[Rule, ...] = (
    Rule(code="GEO-01", en="An outline encloses ground", az="Kontur sahə əhatə edir", read_of=DRAWN),
    Rule(code="GEO-02", en="Records lie where they can", az="Qeydlər ola biləcəyi yerdədir"),
    Rule(code="GEO-03", en="Records lie in the stated district", az="Qeydlər göstərilən rayondadır"),
    Rule(
        code="GEO-04",
        en="The coordinate system is known",
        az="Koordinat sistemi məlumdur",
        read_of=DRAWN,
    ),
    Rule(
        code="GEO-05",
        en="The reported area agrees with the outline",
        az="Hesabatdakı sahə kontura uyğundur",
    ),
    Rule(code="GEO-06", en="No outline comes twice", az="Heç bir kontur təkrarlanmır", read_of=DRAWN),
    Rule(code="GEO-07", en="Records of one layer share no ground", az="Bir təbəqənin qeydləri kəsişmir"),
    Rule(code="GEO-08", en="Parts lie apart and edges are short", az="Hissələr ayrıdır, tərəflər qısadır"),
    Rule(
        code="GEO-09",
        en="A traverse closes on its start point",
        az="Poliqonometrik gediş başlanğıc nöqtədə qapanır",
        read_of=("hazardous_areas", "tasks", "release_areas"),
    ),
    Rule(code="GEO-10", en="Sizes are plausible", az="Ölçülər ağlabatandır"),
    Rule(
        code="GEO-11",
        en="A release lies in its hazardous area",
        az="Buraxılış öz təhlükəli ərazisindədir",
    ),
    Rule(
        code="GEO-12",
        en="Released ground is not contaminated again unseen",
        az="Buraxılmış torpağın yenidən çirklənməsi nəzərdən qaçmır",
    ),
    Rule(code="DAT-01", en="Dates are given and past", az="Tarixlər göstərilib və keçmişdədir", read_of=EVERY_LAYER),
    Rule(code="DAT-02", en="Dates are in order", az="Tarixlər ardıcıldır"),
    Rule(code="DAT-03", en="Reports come in time", az="Hesabatlar vaxtında gəlir"),
    Rule(code="DAT-04", en="A day is reported once", az="Bir gün bir dəfə bildirilir", read_of=EVERY_LAYER),
    Rule(code="REL-01", en="The method of release is said", az="Buraxılma üsulu deyilir", read_of=("release_areas",)),
    Rule(
        code="REL-02",
        en="A release says depth, means and survey report",
        az="Buraxılış dərinliyi, vasitəni və tədqiqat hesabatını göstərir",
    ),
    Rule(code="REL-03", en="The method fits the task", az="Üsul tapşırığa uyğundur"),
    Rule(
        code="REL-04",
        en="What is not known is printed apart",
        az="Məlum olmayan ayrıca göstərilir",
        read_of=("release_areas",),
    ),
    Rule(code="REL-05", en="Daily figures are plausible", az="Gündəlik rəqəmlər ağlabatandır"),
    Rule(code="REL-06", en="Days add up to the completion", az="Günlər yekuna uyğundur"),
    Rule(code="REL-07", en="A figure is told once", az="Rəqəm bir dəfə deyilir"),
    Rule(
        code="REL-08",
        en="Cluster munition land rests on finds",
        az="Kaset sursatı sahəsi tapıntılara əsaslanır",
    ),
    Rule(code="EO-01", en="Items are counted", az="Sursat sayılıb", read_of=("eo_items",)),
    Rule(code="EO-02", en="Items have their place", az="Sursatın yeri göstərilib"),
    Rule(
        code="EO-03",
        en="Finds where none should be are looked into",
        az="Gözlənilməyən yerdəki tapıntılar araşdırılır",
    ),
    Rule(code="HAZ-01", en="A hazardous area rests on evidence", az="Təhlükəli ərazi sübuta əsaslanır"),
    Rule(
        code="HAZ-02",
        en="Areas are closed when nothing is left",
        az="Ərazilər heç nə qalmayanda bağlanır",
    ),
    Rule(code="HAZ-03", en="Areas in work are reported on", az="İş aparılan ərazilər barədə hesabat verilir"),
    Rule(
        code="TSK-01",
        en="Work is ordered, planned and done by those who may",
        az="İş tapşırılıb, planlaşdırılıb və səlahiyyətlilər tərəfindən görülüb",
    ),
    Rule(code="QC-01", en="Handed over is what passed", az="Təhvil verilən yoxlamadan keçib"),
    Rule(
        code="VIC-01",
        en="Victims are told with sex and age",
        az="Zərərçəkmişlər cins və yaşla göstərilir",
        elsewhere_en="This installation holds no layer of accidents and victims.",
        elsewhere_az="Bu quraşdırmada hadisələr və zərərçəkmişlər təbəqəsi yoxdur.",
    ),
    Rule(
        code="VIC-02",
        en="Texts hold no personal data",
        az="Mətnlərdə fərdi məlumat yoxdur",
    ),
    Rule(
        code="EOR-01",
        en="Participants of risk education add up",
        az="Maarifləndirmə iştirakçılarının cəmi düzgündür",
        elsewhere_en="This installation holds no layer of risk education.",
        elsewhere_az="Bu quraşdırmada maarifləndirmə təbəqəsi yoxdur.",
    ),
    Rule(
        code="WF-01",
        en="Different people approve",
        az="Müxtəlif şəxslər təsdiq edir",
        elsewhere_en="Looked at in review: who sent or verified an upload cannot approve it.",
        elsewhere_az="Baxış zamanı yoxlanılır: yükləməni göndərən və ya yoxlayan onu təsdiq edə bilməz.",
    ),
    Rule(
        code="RPT-01",
        en="A report prints what its data says",
        az="Hesabat öz məlumatını göstərir",
        elsewhere_en="Reports are made from figures alone: no number, date or title in them is typed.",
        elsewhere_az="Hesabatlar yalnız rəqəmlərdən qurulur: onlarda heç bir ədəd, tarix və ya başlıq əl ilə yazılmır.",
    ),
    Rule(
        code="RPT-02",
        en="Cumulative figures do not fall unexplained",
        az="Yekun rəqəmlər səbəbsiz azalmır",
        elsewhere_en="It concerns issued reports, not files.",
        elsewhere_az="Bu, fayllara deyil, buraxılmış hesabatlara aiddir.",
    ),
    Rule(
        code="IMP-01",
        en="Values, codes and links are known",
        az="Qiymətlər, kodlar və keçidlər məlumdur",
        read_of=EVERY_LAYER,
    ),
    Rule(code="IMP-02", en="Numbers are clear", az="Ədədlər aydındır", read_of=EVERY_LAYER),
    Rule(code="IMP-03", en="No column is personal", az="Heç bir sütun fərdi deyil"),
    Rule(code="FIL-01", en="The file can be read", az="Fayl oxunur", read_of=EVERY_LAYER),
    Rule(
        code="FIL-02",
        en="Changes on the way in are told",
        az="Oxunarkən edilən dəyişikliklər deyilir",
        read_of=EVERY_LAYER,
    ),
    Rule(code="FIL-03", en="Records change for a reason", az="Qeydlər səbəblə dəyişir", read_of=EVERY_LAYER),
    Rule(
        code="FIL-04",
        en="What comes again larger is said",
        az="Böyüyərək yenidən gələnin nə olduğu deyilir",
        read_of=("release_areas",),
    ),
)
"""Every rule, in the order in which a reader finds them."""

RULES_BY_CODE = {rule.code: rule for rule in RULES}
