"""What can be wrong with the dates, the completeness and the sense of a record."""

from gis.issues.kind import error, warning

RECORD_KINDS = (
    error(
        "date-in-future",
        "DAT-01",
        en="`{field}` is {stated_on}, after today, {today_on}. Correct the date.",
        az="`{field}` sütununda {stated_on} yazılıb, bu gün isə {today_on} tarixidir. Tarixi düzəldin.",
    ),
    error(
        "dates-out-of-order",
        "DAT-02",
        en="`{earlier}` is {earlier_on}, later than `{field}`, {later_on}. Correct one of the two.",
        az="`{earlier}` ({earlier_on}) `{field}` tarixindən ({later_on}) sonradır. İkisindən birini düzəldin.",
    ),
    warning(
        "date-long-ago",
        "DAT-03",
        en="`{field}` is {stated_on}, before {earliest_on}. Check the year.",
        az="`{field}` sütununda {stated_on} yazılıb, {earliest_on} tarixindən əvvəldir. İli yoxlayın.",
    ),
    warning(
        "release-incomplete",
        "REL-02",
        en="`{missing}` is missing for land released as {method}. Add it before the release is certified.",
        az="`{missing}` yoxdur (buraxılma üsulu: {method}). Buraxılış təsdiq edilənədək əlavə edin.",
    ),
    error(
        "certified-release-incomplete",
        "REL-02",
        en="`{missing}` is missing, and this release as {method} is certified. Add it, or report it as operational.",
        az="`{missing}` yoxdur, buraxılış isə təsdiq edilmiş kimi göstərilib (üsul: {method}). "
        "Əlavə edin və ya əməliyyat kimi bildirin.",
    ),
    warning(
        "method-unlike-task",
        "REL-03",
        en="the land is reported as {method}, but task {task_code} is of type {task_type}. Give the reason, or correct "
        "the method.",
        az="buraxılma üsulu {method} göstərilib, {task_code} tapşırığının növü isə {task_type} olub. Səbəbini yazın və "
        "ya üsulu düzəldin.",
    ),
    warning(
        "cancelled-in-confirmed",
        "REL-03",
        en="ground of the confirmed area {codes} was cancelled without reference to a non-technical survey. "
        "Give the reason in `criteria`.",
        az="təsdiqlənmiş təhlükəli ərazinin ({codes}) hissəsi qeyri-texniki tədqiqata istinad olmadan ləğv edilib. "
        "Əsasını `criteria` sütununda yazın.",
    ),
    warning(
        "method-undetermined",
        "REL-04",
        en="the method is not recorded; the area is printed in a row of its own. Complete it by {complete_by_on}.",
        az="üsul qeyd edilməyib; sahə ayrıca sətirdə göstərilir. {complete_by_on} tarixinədək tamamlayın.",
    ),
    warning(
        "release-without-geometry",
        "REL-04",
        en="there is no outline; the area is printed apart, as reported. Complete it by {complete_by_on}.",
        az="kontur yoxdur; sahə hesabatdakı kimi ayrıca göstərilir. {complete_by_on} tarixinədək tamamlayın.",
    ),
    error(
        "figure-told-twice",
        "REL-07",
        en="{other_code} has the same {same_m2} m² of the same day, method and place, only other `target_types`. "
        "A figure counts once: name all types in one release, and leave the other out.",
        az="{other_code} qeydində eyni gün, üsul və yer üzrə eyni {same_m2} m² göstərilib, yalnız `target_types` "
        "fərqlidir. Rəqəm bir dəfə sayılır: bütün növləri bir buraxılışda yazın, o birini çıxarın.",
    ),
    warning(
        "evidence-missing",
        "HAZ-01",
        en="`evidence_summary` is missing. Say whether the evidence is direct, indirect or both.",
        az="`evidence_summary` yoxdur. Sübutun birbaşa, dolayı və ya hər ikisi olduğunu yazın.",
    ),
    warning(
        "confirmed-on-indirect-evidence",
        "HAZ-01",
        en="the area is confirmed, but its evidence is only indirect. Give the reason, or record it as suspected.",
        az="ərazi təsdiqlənib, lakin sübut yalnız dolayıdır. Səbəbini yazın və ya şübhəli kimi qeyd edin.",
    ),
    error(
        "confirmed-closed-without-evidence",
        "HAZ-01",
        en="the confirmed area is closed without any direct evidence on record. Record the evidence first.",
        az="təsdiqlənmiş ərazi birbaşa sübut qeydə alınmadan bağlanıb. Əvvəlcə sübutu qeyd edin.",
    ),
    error(
        "closed-with-ground-left",
        "HAZ-02",
        en="it is closed, but {left_m2} m² are left in the certified account, over the tolerance of {tolerance_m2} m². "
        "Release the rest first, or keep it open.",
        az="bağlanıb, lakin təsdiq edilmiş hesabda {left_m2} m² qalır, hədd isə {tolerance_m2} m²-dir. Əvvəlcə "
        "qalanını buraxın və ya açıq saxlayın.",
    ),
    warning(
        "open-with-nothing-left",
        "HAZ-02",
        en="it is open, but only {left_m2} m² are left in the certified account, within the tolerance of "
        "{tolerance_m2} m². Close it, or say what is missing.",
        az="açıqdır, lakin təsdiq edilmiş hesabda cəmi {left_m2} m² qalır, hədd {tolerance_m2} m²-dir. Bağlayın və ya "
        "nəyin əskik olduğunu yazın.",
    ),
    warning(
        "task-without-issue-date",
        "TSK-01",
        en="the task is {status}, but `issued_on` is missing. Add the day of the order.",
        az="tapşırığın vəziyyəti: {status}, lakin `issued_on` yoxdur. Tapşırığın verildiyi günü əlavə edin.",
    ),
    warning(
        "organisation-not-accredited",
        "TSK-01",
        en="organisation {organisation} was not registered on {work_on} and is not mandated by law. Check both.",
        az="{organisation} təşkilatı {work_on} tarixində qeydiyyatda olmayıb və qanunla səlahiyyətli deyil. Yoxlayın.",
    ),
    error(
        "organisation-not-accredited-certified",
        "TSK-01",
        en="the release is certified, but organisation {organisation} was not registered on {work_on} and is not "
        "mandated by law. Correct one of the two.",
        az="buraxılış təsdiq edilib, lakin {organisation} təşkilatı {work_on} tarixində qeydiyyatda olmayıb və qanunla "
        "səlahiyyətli deyil. İkisindən birini düzəldin.",
    ),
    warning(
        "work-outside-task",
        "TSK-01",
        en="{outside_m2} m² ({outside_pct} %) lie outside the planned outline of task {task_code}, near {place}. "
        "Check the outline or the task.",
        az="{outside_m2} m² ({outside_pct} %) {task_code} tapşırığının planlaşdırılmış konturundan kənardadır, {place} "
        "yaxınlığında. Konturu və ya tapşırığı yoxlayın.",
    ),
    error(
        "quantity-not-positive",
        "EO-01",
        en="the quantity is {quantity_count}. Give at least 1, or leave the item out.",
        az="say {quantity_count} göstərilib. Ən azı 1 yazın və ya qeydi çıxarın.",
    ),
    error(
        "disposed-before-found",
        "EO-01",
        en="it was disposed of on {disposed_on}, before it was found on {found_on}. Correct one of the two.",
        az="{disposed_on} tarixində zərərsizləşdirilib, tapılması isə {found_on} göstərilib. Birini düzəldin.",
    ),
    warning(
        "disposal-date-missing",
        "EO-01",
        en="it is recorded as {state}, but `disposed_on` is missing. Add the day: bulletins count by it.",
        az="vəziyyəti {state} göstərilib, lakin `disposed_on` yoxdur. Günü əlavə edin: bülletenlər ona görə sayır.",
    ),
    warning(
        "item-without-location",
        "EO-02",
        en="a mine or submunition should have a location. Add the point.",
        az="mina və ya kaset döyüş elementinin yeri göstərilməlidir. Nöqtəni əlavə edin.",
    ),
    warning(
        "item-in-released-ground",
        "EO-03",
        en="it was found on ground released as {method} ({codes}), near {place}. It is accepted; an investigation is "
        "due.",
        az="{method} üsulu ilə buraxılmış ərazidə ({codes}) tapılıb, {place} yaxınlığında. Qeyd qəbul olunur; "
        "araşdırma aparılmalıdır.",
    ),
    warning(
        "item-in-suspected-area",
        "EO-03",
        en="it was found in the suspected area {codes}, near {place}. It is accepted; consider confirming the area.",
        az="şübhəli ərazidə ({codes}) tapılıb, {place} yaxınlığında. Qeyd qəbul olunur; ərazinin təsdiqlənməsini "
        "nəzərdən keçirin.",
    ),
)
