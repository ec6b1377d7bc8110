"""What was understood of a file's columns, what was guessed, and what has to be asked before it can be read."""

from gis.issues.kind import IssueKind, error, info, warning


def _missing(name: str, rule: str, *, en: str, az: str) -> IssueKind:
    return error(
        name,
        rule,
        en=f"no column of the file is `{{field}}`: {en}",
        az=f"faylın heç bir sütunu `{{field}}` deyil: {az}",
        asks="constants",
    )


MAPPING_KINDS = (
    _missing(
        "column-missing",
        "IMP-01",
        en="the records cannot do without it. Choose its column, or give one value for the whole file.",
        az="qeydlər onsuz olmaz. Onun sütununu seçin və ya bütün fayl üçün bir qiymət verin.",
    ),
    _missing(
        "method-column-missing",
        "REL-01",
        en="say how the land of the whole file was released, or choose the column; if no one knows, `undetermined`.",
        az="bütün fayldakı ərazilərin hansı üsulla buraxıldığını bildirin və ya sütunu seçin; məlum deyilsə, "
        "`undetermined` yazın.",
    ),
    _missing(
        "date-column-missing",
        "DAT-01",
        en="choose the column of dates, or give one day for the whole file, such as the report's.",
        az="tarix sütununu seçin və ya bütün fayl üçün bir gün verin, məsələn, hesabatın gününü.",
    ),
    _missing(
        "outlines-missing",
        "GEO-01",
        en="the file has no outlines at all. If there are none, say `none` for the whole file: the square metres are "
        "then printed apart.",
        az="faylda heç bir kontur yoxdur. Kontur həqiqətən yoxdursa, bütün fayl üçün `none` bildirin: kvadratmetrlər "
        "ayrıca çap olunacaq.",
    ),
    error(
        "codes-missing",
        "IMP-01",
        en="no column of the file is `{field}`. Choose it, or agree that codes are made from GlobalIDs or from what "
        "features hold; they are given back in the corrected file.",
        az="faylın heç bir sütunu `{field}` deyil. Onu seçin və ya kodların GlobalID, yaxud məzmun əsasında "
        "yaradılmasına razılıq verin; kodlar düzəldilmiş faylda qaytarılacaq.",
        asks="derive_code",
    ),
    error(
        "codes-perhaps",
        "IMP-01",
        en="no column of the file is `{field}`, but what {columns} holds differs in every feature. Choose that column "
        "if it is the code, or agree that codes are made from GlobalIDs or from what features hold.",
        az="faylın heç bir sütunu `{field}` deyil, lakin {columns} sütununun qiymətləri hər obyektdə fərqlidir. Kod "
        "odursa, onu seçin və ya kodların GlobalID, yaxud məzmun əsasında yaradılmasına razılıq verin.",
        asks="derive_code",
    ),
    error(
        "column-of-several-fields",
        "IMP-01",
        en="the column “{column}” can be any of {choices}, and its values do not tell. Choose its field.",
        az="“{column}” sütunu {choices} sahələrindən hər biri ola bilər, qiymətləri bunu göstərmir. Sahəsini seçin.",
        asks="columns",
    ),
    error(
        "columns-of-one-field",
        "IMP-01",
        en="several columns can be `{field}`: {columns}. Choose one and leave the others out.",
        az="bir neçə sütun `{field}` ola bilər: {columns}. Birini seçin, qalanlarını kənarda qoyun.",
        asks="columns",
    ),
    warning(
        "columns-beside",
        "IMP-01",
        en="several columns can be `{field}`: {columns}. The first was read, the others are not. Check the choice.",
        az="bir neçə sütun `{field}` ola bilər: {columns}. Birincisi oxundu, qalanları istifadə olunmur. Seçimi "
        "yoxlayın.",
    ),
    warning(
        "column-by-values",
        "IMP-01",
        en="the column “{column}” was read as `{field}` because of its values ({samples}). Check that this is meant.",
        az="“{column}” sütunu qiymətlərinə görə ({samples}) `{field}` kimi oxundu. Düzgün olduğunu yoxlayın.",
    ),
    error(
        "answer-unknown",
        "IMP-01",
        en="the mapping names what the layer does not have: {names}. Choose among its fields.",
        az="uyğunlaşdırmada təbəqədə olmayan sahələr göstərilib: {names}. Onun sahələrindən seçin.",
        asks="columns",
    ),
    warning(
        "answered-columns-absent",
        "IMP-01",
        en="the mapping names columns that the file does not have: {columns}. Check the spelling.",
        az="uyğunlaşdırmada faylda olmayan sütunlar göstərilib: {columns}. Yazılışı yoxlayın.",
    ),
    error(
        "unit-missing",
        "IMP-01",
        en="the column “{column}” ({said}) holds areas, but nothing says their unit. Say whether it is m², ha or km².",
        az="“{column}” sütununda ({said}) sahələr var, lakin ölçü vahidi göstərilməyib. m², ha, yoxsa km² olduğunu "
        "bildirin.",
        asks="units",
    ),
    info(
        "areas-converted",
        "FIL-02",
        en="the areas in the column “{column}” are in {said}; they were converted to m².",
        az="“{column}” sütunundakı sahələr {said} ilə verilib; m²-ə çevrildi.",
    ),
    info(
        "decimals-proven",
        "IMP-02",
        en="in the column “{column}”, {value} was read as {read}, for {proof} shows what separates decimals there.",
        az="“{column}” sütununda {value} qiyməti {read} kimi oxundu, çünki {proof} onluq kəsri nəyin ayırdığını "
        "göstərir.",
    ),
    info(
        "date-order-proven",
        "DAT-01",
        en="in the column “{column}”, {value} was read as {read_on}, for {proof} shows what stands first there.",
        az="“{column}” sütununda {value} tarixi {read_on} kimi oxundu, çünki {proof} əvvəl nəyin yazıldığını göstərir.",
    ),
    info(
        "dates-understood",
        "DAT-01",
        en="the dates in the column “{column}” were read as days in Baku: {value} is {read_on}.",
        az="“{column}” sütunundakı tarixlər Bakı vaxtı ilə gün kimi oxundu: {value} – {read_on}.",
    ),
    warning(
        "codes-understood",
        "IMP-01",
        en="the values of the column “{column}” were read as codes of `{field}`: {codes}. Accept this, or correct it.",
        az="“{column}” sütununun qiymətləri `{field}` kodları kimi oxundu: {codes}. Qəbul edin və ya düzəldin.",
    ),
    info(
        "columns-understood",
        "FIL-02",
        en="columns were read as fields by their headings: {columns}.",
        az="sütunlar başlıqlarına görə sahələr kimi oxundu: {columns}.",
    ),
    warning(
        "mapping-saved-used",
        "IMP-01",
        en="the file was read as others that looked like it, by a saved mapping: {columns}. Check that it still holds.",
        az="fayl ona oxşar fayllar kimi, saxlanılmış uyğunlaşdırma ilə oxundu: {columns}. Hələ də doğru olduğunu "
        "yoxlayın.",
    ),
    info(
        "measures-left-out",
        "FIL-02",
        en="what a program measured in the file's own coordinate system is not a reported area and was left out: "
        "{columns}. Choose a field for it if it is meant.",
        az="proqramın faylın öz koordinat sistemində ölçdüyü qiymətlər bildirilmiş sahə deyil və nəzərə alınmadı: "
        "{columns}. Nəzərdə tutulursa, onun sahəsini seçin.",
    ),
    info(
        "wide-rows-read",
        "FIL-02",
        en="square metres by method stand side by side ({columns}): each number became a release of its own.",
        az="üsullar üzrə kvadratmetrlər yan-yana yazılıb ({columns}): hər rəqəm ayrıca buraxılma qeydi oldu.",
    ),
    warning(
        "wide-rows-split",
        "REL-04",
        en="rows read here that give several methods for one outline: {row_count}, such as {code}. They are split by "
        "number only and have no outline of their own: their ground stays in stock. Draw the parts if you can.",
        az="burada oxunan {row_count} sətirdə bir kontur üçün bir neçə üsul var, məsələn, {code}. Onlar yalnız rəqəmlə "
        "bölünüb və öz konturları yoxdur: ərazi qalıqda qalır. Mümkünsə, hissələri çəkin.",
    ),
    info(
        "codes-derived",
        "FIL-02",
        en="features without a code get one made from their GlobalID or from what they hold, the same each time. They "
        "are given back in the corrected file: send that one next time.",
        az="kodu olmayan obyektlərə GlobalID və ya məzmun əsasında kod verilir, hər dəfə eyni. Kodlar düzəldilmiş "
        "faylda qaytarılır: növbəti dəfə onu göndərin.",
    ),
)
