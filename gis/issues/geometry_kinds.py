"""What can be wrong with where a record lies and how its outline is drawn."""

from gis.issues.kind import error, info, warning

GEOMETRY_KINDS = (
    error(
        "geometry-missing",
        "GEO-01",
        en="the outline is missing. Draw it, or write `geometry_source` = `none` with `area_reported_m2` if there is "
        "none.",
        az="kontur yoxdur. Onu çəkin, olmadıqda `geometry_source` = `none` və `area_reported_m2` yazın.",
    ),
    error(
        "geometry-empty",
        "GEO-01",
        en="the geometry has no coordinates. Draw it, or write null.",
        az="həndəsədə koordinat yoxdur. Onu çəkin və ya null yazın.",
    ),
    error(
        "geometry-of-wrong-kind",
        "GEO-01",
        en="the geometry is a {found}; this layer takes {expected}. Export the right layer.",
        az="həndəsənin növü {found} göstərilib; bu təbəqə {expected} qəbul edir. Düzgün təbəqəni ixrac edin.",
    ),
    error(
        "line-without-width",
        "GEO-01",
        en="the geometry is a line, near {place}. Say in `width_m` how many metres wide the strip along it is, for "
        "each feature or for the whole file; or draw the outline.",
        az="həndəsə xəttdir ({place} yaxınlığında). Onun boyunca zolağın neçə metr enində olduğunu hər obyekt və ya "
        "bütün fayl üçün `width_m` ilə göstərin və ya konturu çəkin.",
        asks="constants",
    ),
    error(
        "point-for-outline",
        "GEO-01",
        en="the geometry is a {found}, near {place}, which encloses no ground. Draw the outline. If there is none, "
        "leave the geometry out; a release then says `geometry_source` = `none` and its `area_reported_m2`.",
        az="həndəsənin növü {found} göstərilib ({place} yaxınlığında), o heç bir sahə əhatə etmir. Konturu çəkin. "
        "Kontur yoxdursa, həndəsəni boş qoyun; buraxılmış ərazi üçün `geometry_source` = `none` və `area_reported_m2` "
        "yazın.",
    ),
    error(
        "geometry-collection",
        "GEO-01",
        en="the geometry is a GeometryCollection, points, lines and polygons in one, which says not which part is "
        "meant. Keep the polygons only, or give each part its own feature.",
        az="həndəsə GeometryCollection növündədir (nöqtə, xətt və poliqon bir yerdə), hansı hissənin nəzərdə tutulduğu "
        "bilinmir. Yalnız poliqonları saxlayın və ya hər hissəni ayrıca obyekt edin.",
    ),
    error(
        "coordinates-malformed",
        "GEO-01",
        en="the coordinates of the {found} are not lists of numbers, nested as RFC 7946 says. Export it again.",
        az="{found} koordinatları RFC 7946-ya uyğun ədəd siyahıları deyil. Yenidən ixrac edin.",
    ),
    error(
        "coordinates-as-text",
        "GEO-01",
        en='the coordinates are texts ("46.9") and not numbers (46.9). Remove the quotation marks.',
        az='koordinatlar ədəd (46.9) deyil, mətn ("46.9") kimi yazılıb. Dırnaqları silin.',
    ),
    error(
        "ring-not-closed",
        "GEO-01",
        en="the outline does not end where it begins, near {place}. Repeat the first point at the end, or accept that "
        "it is closed so.",
        az="kontur başladığı nöqtədə bitmir ({place} yaxınlığında). Birinci nöqtəni sonda təkrarlayın və ya onun belə "
        "qapadılmasını qəbul edin.",
        repair="close_ring",
    ),
    error(
        "ring-too-short",
        "GEO-01",
        en="the outline has fewer than three different points, near {place}. Draw it again.",
        az="konturun üçdən az fərqli nöqtəsi var ({place} yaxınlığında). Onu yenidən çəkin.",
    ),
    error(
        "outline-crosses-itself",
        "GEO-01",
        en="the outline crosses or touches itself near {place}. Mend it on the map, or accept the proposed repair "
        "({before_m2} m² before, {after_m2} m² after).",
        az="kontur {place} yaxınlığında özünü kəsir və ya özünə toxunur. Xəritədə düzəldin və ya təklif olunan "
        "düzəlişi qəbul edin (əvvəl {before_m2} m², sonra {after_m2} m²).",
        repair="make_valid",
    ),
    error(
        "outline-parts-conflict",
        "GEO-01",
        en="parts or holes of the outline lie wrongly to each other near {place}. Mend them on the map, or accept the "
        "proposed repair ({before_m2} m² before, {after_m2} m² after).",
        az="konturun hissələri və ya boşluqları {place} yaxınlığında bir-birinə nisbətən səhv yerləşib. Xəritədə "
        "düzəldin və ya təklif olunan düzəlişi qəbul edin (əvvəl {before_m2} m², sonra {after_m2} m²).",
        repair="make_valid",
    ),
    error(
        "outline-without-area",
        "GEO-01",
        en="the outline encloses no ground, near {place}: its points lie on one line. Draw it again.",
        az="kontur {place} yaxınlığında heç bir sahə əhatə etmir: nöqtələri bir xətt üzərindədir. Yenidən çəkin.",
    ),
    error(
        "coordinates-swapped",
        "GEO-02",
        en="longitude and latitude seem swapped: {place} would be right the other way round. Accept the proposed swap, "
        "or export with longitude first.",
        az="uzunluq və enlik dairələri yerini dəyişib: {place} tərsinə yazılsa, düzgün olar. Təklif olunan dəyişməni "
        "qəbul edin və ya əvvəl uzunluq dairəsi olmaqla ixrac edin.",
        repair="swap_axes",
    ),
    error(
        "location-at-zero",
        "GEO-02",
        en="a coordinate is 0, 0, in the Gulf of Guinea: usually an empty value. Give the true place.",
        az="koordinat 0, 0-dır (Qvineya körfəzi): adətən boş qiymət deməkdir. Həqiqi yeri göstərin.",
    ),
    error(
        "location-outside-extent",
        "GEO-02",
        en="{place} lies outside the expected extent (44.5–51.0 E, 38.2–42.1 N). Check the coordinates.",
        az="{place} gözlənilən hüduddan (44.5–51.0 ş.u., 38.2–42.1 ş.e.) kənardadır. Koordinatları yoxlayın.",
    ),
    error(
        "location-outside-districts",
        "GEO-03",
        en="it lies {distance_m} m from the nearest district, more than the {tolerance_m} m allowed. Check the "
        "coordinates.",
        az="ən yaxın rayondan {distance_m} m aralıdır, icazə verilən hədd {tolerance_m} m-dir. Koordinatları yoxlayın.",
    ),
    info(
        "districts-crossed",
        "GEO-03",
        en="it lies in several districts: {codes}. Its area is shared out between them.",
        az="bir neçə rayonun ərazisindədir: {codes}. Sahəsi onların arasında bölünür.",
    ),
    warning(
        "district-differs",
        "GEO-03",
        en="the stated district {stated} is {distance_m} m away; on the map it lies in {found}. Check which is right.",
        az="göstərilən {stated} rayonu {distance_m} m aralıdadır; xəritədə {found} rayonundadır. "
        "Hansının doğru olduğunu yoxlayın.",
    ),
    warning(
        "area-differs",
        "GEO-05",
        en="reported are {reported_m2} m², the outline encloses {computed_m2} m² ({difference_pct} % apart). "
        "Check which is right.",
        az="hesabatda {reported_m2} m² göstərilib, kontur isə {computed_m2} m² əhatə edir (fərq {difference_pct} %). "
        "Hansının doğru olduğunu yoxlayın.",
    ),
    warning(
        "area-differs-widely",
        "GEO-05",
        en="reported are {reported_m2} m², the outline encloses {computed_m2} m² ({difference_pct} % apart). "
        "Say why: `area_basis` = `slope` if it was measured along the slope; correct a typing error; explain another "
        "extent in `remarks`.",
        az="hesabatda {reported_m2} m² göstərilib, kontur isə {computed_m2} m² əhatə edir (fərq {difference_pct} %). "
        "Səbəbini yazın: yamac üzrə ölçülübsə, `area_basis` = `slope`; yazı səhvini düzəldin; başqa hüdudu `remarks` "
        "sütununda izah edin.",
    ),
    warning(
        "area-along-slope",
        "GEO-05",
        en="reported are {reported_m2} m² along the slope, {difference_pct} % more than the {computed_m2} m² that the "
        "outline encloses in plan. Figures take the outline; check that the slope explains the difference.",
        az="hesabatda yamac üzrə {reported_m2} m² göstərilib, bu, konturun planda əhatə etdiyi {computed_m2} m²-dən "
        "{difference_pct} % çoxdur. Rəqəmlərdə kontur əsas götürülür; fərqin yamacla izah olunduğunu yoxlayın.",
    ),
    error(
        "area-implausible",
        "GEO-05",
        en="reported are {reported_m2} m², the outline encloses {computed_m2} m²: too far apart. Check the unit and "
        "the outline.",
        az="hesabatda {reported_m2} m² göstərilib, kontur isə {computed_m2} m² əhatə edir: fərq həddən böyükdür. "
        "Vahidi və konturu yoxlayın.",
    ),
    error(
        "area-negative",
        "GEO-05",
        en="the reported area is {reported_m2} m². An area cannot be below zero: correct it.",
        az="hesabatda sahə {reported_m2} m² göstərilib. Sahə sıfırdan kiçik ola bilməz: düzəldin.",
    ),
    error(
        "outline-repeated",
        "GEO-06",
        en="{other_code} has the same outline, date and kind of work. Leave one of the two out.",
        az="{other_code} qeydinin konturu, tarixi və iş növü eynidir. İkisindən birini çıxarın.",
    ),
    warning(
        "outline-shared",
        "GEO-06",
        en="{other_code} has the same outline. Check that both are meant.",
        az="{other_code} qeydinin konturu eynidir. Hər ikisinin lazım olduğunu yoxlayın.",
    ),
    info(
        "vertices-repeated",
        "GEO-06",
        en="points left out because they repeat the one before: {vertex_count}. The area did not change.",
        az="özündən əvvəlkini təkrarlayan {vertex_count} nöqtə çıxarıldı. Sahə dəyişmədi.",
    ),
    warning(
        "outlines-overlap",
        "GEO-07",
        en="it overlaps {other_code} by {overlap_m2} m² near {place} (other overlaps: {others_count}). "
        "Shared ground is counted once; check the outlines.",
        az="{place} yaxınlığında {other_code} ilə {overlap_m2} m² üst-üstə düşür (digər kəsişmələr: {others_count}). "
        "Ortaq sahə bir dəfə sayılır; konturları yoxlayın.",
    ),
    error(
        "hazards-overlap",
        "GEO-07",
        en="it overlaps {other_code} of the same class by {overlap_m2} m² near {place}, {share_pct} % of the smaller. "
        "Name it in `parent_codes`, or correct the outline.",
        az="{place} yaxınlığında eyni sinifdən olan {other_code} ilə {overlap_m2} m² üst-üstə düşür; bu, kiçiyinin "
        "{share_pct} %-idir. Onu `parent_codes` sütununda göstərin və ya konturu düzəldin.",
    ),
    error(
        "districts-overlap",
        "GEO-07",
        en="it overlaps district {other_code} by {overlap_m2} m² near {place} (other overlaps: {others_count}). "
        "Districts of one set must not overlap: take both boundaries from one source.",
        az="{place} yaxınlığında {other_code} rayonu ilə {overlap_m2} m² üst-üstə düşür (digər kəsişmələr: "
        "{others_count}). Bir dəstdəki rayonlar kəsişməməlidir: hər iki sərhədi bir mənbədən götürün.",
    ),
    warning(
        "parts-overlap",
        "GEO-08",
        en="two parts of the outline share {shared_pct} % of the smaller one. They were joined, so that shared ground "
        "counts once; check that both are meant.",
        az="konturun iki hissəsi kiçiyinin {shared_pct} %-ni bölüşür. Ortaq sahə bir dəfə sayılsın deyə, onlar "
        "birləşdirildi; hər ikisinin lazım olduğunu yoxlayın.",
    ),
    info(
        "parts-joined",
        "GEO-08",
        en="parts of the outline touch along an edge, or share {shared_pct} % of the smaller one. They were joined; no "
        "ground changed.",
        az="konturun hissələri tərəf boyunca toxunur və ya kiçiyinin {shared_pct} %-ni bölüşür. Onlar birləşdirildi; "
        "sahə dəyişmədi.",
    ),
    warning(
        "edge-long",
        "GEO-08",
        en="an edge of the outline is {edge_m} m long, near {place}; more than {limit_m} m is rarely meant. Check that "
        "no point is missing or misplaced.",
        az="konturun bir tərəfi {place} yaxınlığında {edge_m} m uzunluğundadır; {limit_m} m-dən uzun tərəf nadir olur. "
        "Əskik və ya yerini dəyişmiş nöqtə olmadığını yoxlayın.",
    ),
    info(
        "task-extent-not-drawn",
        "GEO-10",
        en="the task is a point, near {place}: its extent is not drawn. It is counted apart, without square metres; "
        "send it again with its outline when it is known.",
        az="tapşırıq nöqtə ilə göstərilib ({place} yaxınlığında): hüdudu çəkilməyib. Ayrıca, kvadratmetrsiz sayılır; "
        "hüdudu məlum olanda konturu ilə yenidən göndərin.",
    ),
    info(
        "task-line-without-width",
        "GEO-10",
        en="the task is a line of {length_m} m. It counts in kilometres, without square metres; say in `width_m` how "
        "wide its strip is.",
        az="tapşırıq {length_m} m uzunluğunda xətdir. Kilometrlə, kvadratmetrsiz sayılır; zolağının enini `width_m` "
        "sütununda göstərin.",
    ),
    warning(
        "area-small",
        "GEO-10",
        en="the outline encloses only {computed_m2} m². Check that nothing is missing.",
        az="kontur cəmi {computed_m2} m² əhatə edir. Əskik nöqtə olmadığını yoxlayın.",
    ),
    warning(
        "area-large",
        "GEO-10",
        en="the outline encloses {computed_m2} m², more than {limit_m2} m². Check the outline and the unit.",
        az="kontur {computed_m2} m² əhatə edir, bu, {limit_m2} m²-dən çoxdur. Konturu və vahidi yoxlayın.",
    ),
    warning(
        "outline-sliver",
        "GEO-10",
        en="the outline is a strip {width_m} m wide on average: perhaps what is left between two others. Check it.",
        az="kontur orta hesabla {width_m} m enində zolaqdır: bəlkə, iki konturun arasındakı qalıqdır. Yoxlayın.",
    ),
    warning(
        "release-outside-hazard",
        "GEO-11",
        en="{outside_m2} m² lie outside {codes} near {place} and are counted outside recorded hazard. "
        "Check the outline or the link.",
        az="{outside_m2} m² {place} yaxınlığında {codes} hüdudundan kənardadır və qeydə alınmış təhlükəli ərazidən "
        "kənar sayılır. Konturu və ya əlaqəni yoxlayın.",
    ),
    warning(
        "hazard-over-released",
        "GEO-12",
        en="{overlap_m2} m² were released before ({codes}), near {place}. Say in `reopens_released` whether they are "
        "contaminated again.",
        az="{overlap_m2} m² əvvəllər buraxılıb ({codes}), {place} yaxınlığında. Yenidən çirkləndiyini və ya "
        "çirklənmədiyini `reopens_released` sütununda yazın.",
    ),
)
