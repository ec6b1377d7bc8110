"""What can be wrong with one value of a feature."""

from gis.issues.kind import IssueKind, error, warning


def _missing(name: str, rule: str, *, en: str, az: str) -> IssueKind:
    return error(
        name,
        rule,
        en=f"`{{field}}` is missing: {en}",
        az=f"`{{field}}` yoxdur: {az}",
    )


VALUE_KINDS = (
    _missing("field-missing", "IMP-01", en="the record cannot do without it. Fill it in.", az="onsuz olmaz. Doldurun."),
    _missing(
        "date-missing",
        "DAT-01",
        en="figures belong to a day. Fill in the date as YYYY-MM-DD.",
        az="rəqəmlər konkret günə aid edilir. Tarixi İİİİ-AA-GG şəklində yazın.",
    ),
    _missing(
        "release-method-missing",
        "REL-01",
        en="say how the land was released; if no one knows, write `undetermined`.",
        az="ərazinin hansı üsulla buraxıldığını yazın; məlum deyilsə, `undetermined` yazın.",
    ),
    _missing(
        "contamination-types-missing",
        "HAZ-01",
        en="say what may lie in the ground; if no one knows, write `unknown`.",
        az="torpaqda nə ola biləcəyini yazın; məlum deyilsə, `unknown` yazın.",
    ),
    _missing(
        "item-undescribed",
        "EO-01",
        en="say what was found and how many.",
        az="nəyin və neçə ədəd tapıldığını yazın.",
    ),
    error(
        "value-of-wrong-type",
        "IMP-01",
        en="`{field}` holds {found} where {expected} is expected. Correct the value.",
        az="`{field}` sütununda {expected} əvəzinə {found} var. Qiyməti düzəldin.",
    ),
    error(
        "value-with-control-characters",
        "IMP-01",
        en="`{field}` holds characters that cannot be seen ({value}). Type the value again.",
        az="`{field}` sütununda görünməyən simvollar var ({value}). Qiyməti yenidən yazın.",
    ),
    error(
        "value-too-long",
        "IMP-01",
        en="`{field}` has {length_count} characters, more than the {limit_count} it may have. Shorten it.",
        az="`{field}` sütununda {length_count} simvol var, ən çoxu {limit_count} ola bilər. Qısaldın.",
    ),
    error(
        "number-unreadable",
        "IMP-02",
        en="`{field}` is `{value}`, which is not a number. Write it in digits, without a unit.",
        az="`{field}` sütunundakı `{value}` ədəd deyil. Onu vahidsiz, rəqəmlə yazın.",
    ),
    error(
        "number-ambiguous",
        "IMP-02",
        en="`{field}` is `{value}`: thousands or decimals? Say what separates decimals in this file.",
        az="`{field}` sütunundakı `{value}` minlikdir, yoxsa onluq kəsr? Bu faylda onluq kəsri nəyin ayırdığını "
        "bildirin.",
        asks="decimal",
    ),
    error(
        "number-not-whole",
        "IMP-02",
        en="`{field}` is {value}, but only whole numbers have a meaning here. Correct the value.",
        az="`{field}` sütununda {value} yazılıb, burada yalnız tam ədəd ola bilər. Qiyməti düzəldin.",
    ),
    error(
        "quantity-not-whole",
        "EO-01",
        en="the quantity is {value}: items are counted in whole numbers. Correct it.",
        az="say {value} göstərilib: sursat tam ədədlə sayılır. Düzəldin.",
    ),
    error(
        "number-out-of-range",
        "IMP-02",
        en="`{field}` is {value}, outside the plausible range {range}. Check the value and its unit.",
        az="`{field}` sütunundakı {value} ağlabatan hüduddan ({range}) kənardır. Qiyməti və vahidini yoxlayın.",
    ),
    error(
        "boolean-unreadable",
        "IMP-01",
        en="`{field}` is `{value}`; write true or false.",
        az="`{field}` sütununda `{value}` yazılıb; true və ya false yazın.",
    ),
    error(
        "date-unreadable",
        "DAT-01",
        en="`{field}` is `{value}`, which is not a date. Write it as YYYY-MM-DD.",
        az="`{field}` sütunundakı `{value}` tarix deyil. Onu İİİİ-AA-GG şəklində yazın.",
    ),
    error(
        "date-ambiguous",
        "DAT-01",
        en="`{field}` is `{value}`: {one_on} or {other_on}? Say whether the day or the month stands first.",
        az="`{field}` sütunundakı `{value}` hansı tarixdir: {one_on}, yoxsa {other_on}? Əvvəl günün, yoxsa ayın "
        "yazıldığını bildirin.",
        asks="date_order",
    ),
    error(
        "code-unknown",
        "IMP-01",
        en="`{field}` is `{value}`, which is not one of its codes: {codes}. Say which is meant.",
        az="`{field}` sütunundakı `{value}` onun kodlarından deyil: {codes}. Hansının nəzərdə tutulduğunu bildirin.",
        asks="codes",
    ),
    error(
        "code-misspelt",
        "IMP-01",
        en="`{field}` is `{value}`, which is not one of its codes. Is `{nearest}` meant? Then write that.",
        az="`{field}` sütunundakı `{value}` onun kodlarından deyil. `{nearest}` nəzərdə tutulur? Onda onu yazın.",
        asks="codes",
    ),
    warning(
        "code-by-label",
        "IMP-01",
        en="`{field}` is `{value}`; it was read as the code `{code}`. Accept this, or write the code.",
        az="`{field}` sütununda `{value}` yazılıb; `{code}` kodu kimi oxundu. Qəbul edin və ya kodu yazın.",
    ),
    error(
        "record-code-repeated",
        "IMP-01",
        en="feature {first_count} of this file has the same code. Give each record a code of its own.",
        az="faylın {first_count} nömrəli obyektində də eyni kod var. Hər qeydə öz kodunu verin.",
    ),
    warning(
        "district-by-name",
        "IMP-01",
        en="`{field}` is `{value}`; it was read as the district {code}. Accept this, or write the code.",
        az="`{field}` sütununda `{value}` yazılıb; {code} rayonu kimi oxundu. Qəbul edin və ya kodu yazın.",
    ),
    error(
        "district-unknown",
        "IMP-01",
        en="`{field}` is `{value}`, which is no district that is known here. Say which is meant by a code like AGM.",
        az="`{field}` sütunundakı `{value}` adlı rayon tanınmır. Hansının nəzərdə tutulduğunu AGM kimi kodla bildirin.",
        asks="codes",
    ),
    error(
        "district-misspelt",
        "IMP-01",
        en="`{field}` is `{value}`, which is no district that is known here. Is {nearest} meant? Then write that.",
        az="`{field}` sütunundakı `{value}` adlı rayon tanınmır. {nearest} nəzərdə tutulur? Onda onu yazın.",
        asks="codes",
    ),
    error(
        "email-in-text",
        "VIC-02",
        en="`{field}` holds an e-mail address. Personal data is kept nowhere but in the restricted victim record: "
        "remove it.",
        az="`{field}` sütununda elektron poçt ünvanı var. Fərdi məlumat yalnız məhdud zərərçəkmiş qeydində saxlanılır: "
        "silin.",
    ),
    error(
        "phone-in-text",
        "VIC-02",
        en="`{field}` holds a telephone number. Personal data is kept nowhere but in the restricted victim record: "
        "remove it.",
        az="`{field}` sütununda telefon nömrəsi var. Fərdi məlumat yalnız məhdud zərərçəkmiş qeydində saxlanılır: "
        "silin.",
    ),
    error(
        "identity-number-in-text",
        "VIC-02",
        en="`{field}` holds the number of an identity document. Personal data is kept nowhere but in the restricted "
        "victim record: remove it.",
        az="`{field}` sütununda şəxsiyyəti təsdiq edən sənədin nömrəsi var. Fərdi məlumat yalnız məhdud zərərçəkmiş "
        "qeydində saxlanılır: silin.",
    ),
    error(
        "name-in-text",
        "VIC-02",
        en="`{field}` seems to name a victim or an informant. Personal data is kept nowhere but in the restricted "
        "victim record: remove the name.",
        az="`{field}` sütununda zərərçəkmişin və ya məlumat verənin adı yazılmışdır. Fərdi məlumat yalnız məhdud "
        "zərərçəkmiş qeydində saxlanılır: adı silin.",
    ),
    error(
        "personal-column",
        "IMP-03",
        en="the column `{field}` holds personal data, which this layer is not meant for. Remove the column and send "
        "the file again.",
        az="`{field}` sütununda fərdi məlumat var, bu təbəqə bunun üçün deyil. Sütunu silib faylı yenidən göndərin.",
    ),
    warning(
        "link-pending",
        "IMP-01",
        en="`{field}` names {code}, not approved yet. The link stays open until it is; check the spelling.",
        az="`{field}` sütunundakı {code} hələ təsdiqlənməyib. Təsdiqlənənədək əlaqə açıq qalır; yazılışı yoxlayın.",
    ),
)
