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
        "work-after-report",
        "DAT-01",
        en="`{field}` is {work_on}, but the report was written on {reported_on}. No report tells of work to come: "
        "correct one of the two.",
        az="`{field}` sütununda {work_on} yazılıb, hesabat isə {reported_on} tarixində yazılıb. Hesabat gələcək işdən "
        "bəhs edə bilməz: birini düzəldin.",
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
    error(
        "task-before-hazard",
        "DAT-02",
        en="the task started on {started_on}, before {codes} was identified on {identified_on}. Correct one of the "
        "two, or the link.",
        az="tapşırıq {started_on} tarixində başlayıb, {codes} isə {identified_on} tarixində aşkarlanıb. Birini və ya "
        "əlaqəni düzəldin.",
    ),
    warning(
        "report-late",
        "DAT-03",
        en="the report of {reported_on} comes {late_days} days after the work of {work_on}; {limit_days} are allowed. "
        "Check the dates.",
        az="{reported_on} tarixli hesabat {work_on} tarixli işdən {late_days} gün sonra gəlib; icazə verilən müddət "
        "{limit_days} gündür. Tarixləri yoxlayın.",
    ),
    warning(
        "work-before-task",
        "DAT-03",
        en="the work of {work_on} comes before task {task_code} was issued on {issued_on}. Check the date or the task.",
        az="{work_on} tarixli iş {task_code} tapşırığının verildiyi gündən ({issued_on}) əvvəldir. Tarixi və ya "
        "tapşırığı yoxlayın.",
    ),
    warning(
        "day-reported-twice",
        "DAT-04",
        en="{other_code} reports the same day already: {work_on}, task {task_code}, team {team}, the same method, "
        "means and shift. Leave one out, or say in what they differ.",
        az="həmin gün {other_code} qeydində artıq bildirilib: {work_on}, tapşırıq {task_code}, qrup {team}, eyni üsul, "
        "vasitə və növbə. Birini çıxarın və ya fərqini yazın.",
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
        "Name the report in `survey_report`, or give the reason in `criteria`.",
        az="təsdiqlənmiş təhlükəli ərazinin ({codes}) hissəsi qeyri-texniki tədqiqata istinad olmadan ləğv edilib. "
        "Hesabatı `survey_report`, yaxud əsasını `criteria` sütununda yazın.",
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
    warning(
        "day-large",
        "REL-05",
        en="{team} did {day_m2} m² on {work_on}, {times} times its median of {median_m2} m² a day. Check the figure, "
        "or say what was different.",
        az="{team} {work_on} tarixində {day_m2} m² işləyib, bu, gündəlik medianından ({median_m2} m²) {times} dəfə "
        "çoxdur. Rəqəmi yoxlayın və ya fərqin səbəbini yazın.",
    ),
    warning(
        "days-identical",
        "REL-05",
        en="{team} reports {day_m2} m² on each of {days_count} days in a row, {first_on} to {last_on}. Check that the "
        "days were measured and not shared out.",
        az="{team} {first_on} – {last_on} tarixlərində ardıcıl {days_count} gün üçün eyni {day_m2} m² bildirir. "
        "Günlərin bölüşdürülmədiyini, ölçüldüyünü yoxlayın.",
    ),
    warning(
        "cleared-without-deminers",
        "REL-05",
        en="{area_m2} m² are reported as cleared, with 0 deminers at work. Give the number of deminers, or check the "
        "area.",
        az="{area_m2} m² təmizlənmiş kimi göstərilib, işləyən minatəmizləyənlərin sayı isə 0-dır. Sayı yazın və ya "
        "sahəni yoxlayın.",
    ),
    warning(
        "completion-differs",
        "REL-06",
        en="the days of task {task_code} add up to {daily_m2} m², its completion says {completion_m2} m² "
        "({difference_pct} % apart). Check which days or polygons are missing.",
        az="{task_code} tapşırığının günləri birlikdə {daily_m2} m², yekunu isə {completion_m2} m² göstərir (fərq "
        "{difference_pct} %). Hansı günlərin və ya konturların əskik olduğunu yoxlayın.",
    ),
    error(
        "completion-differs-widely",
        "REL-06",
        en="the days of task {task_code} add up to {daily_m2} m², its completion says {completion_m2} m²: "
        "{difference_pct} % apart, more than {limit_pct} %. Send the missing days, or correct the completion.",
        az="{task_code} tapşırığının günləri birlikdə {daily_m2} m², yekunu isə {completion_m2} m² göstərir: fərq "
        "{difference_pct} %-dir, hədd {limit_pct} %-dir. Əskik günləri göndərin və ya yekunu düzəldin.",
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
        "cluster-class-unproven",
        "REL-08",
        en="the whole of task {task_code} is released as cluster munition land, but finds cover {footprint_pct} % of "
        "it (submunitions and {footprint_m} m around them; {limit_pct} % expected). Name all `target_types`, or draw "
        "the footprint.",
        az="{task_code} tapşırığının hamısı kaset sursatı sahəsi kimi buraxılıb, lakin tapıntılar onun cəmi "
        "{footprint_pct} %-ni örtür (döyüş elementləri və ətrafında {footprint_m} m; gözlənilən {limit_pct} %). Bütün "
        "`target_types` növlərini yazın və ya iz sahəsini çəkin.",
    ),
    error(
        "handed-over-uncertified",
        "QC-01",
        en="it was handed over on {handed_over_on}, but the release is operational. Only certified ground is handed "
        "over: send the completion with `basis` = `certified`.",
        az="{handed_over_on} tarixində təhvil verilib, lakin buraxılış əməliyyat xarakterlidir. Yalnız təsdiq edilmiş "
        "sahə təhvil verilir: yekunu `basis` = `certified` ilə göndərin.",
    ),
    warning(
        "handed-over-without-qc",
        "QC-01",
        en="it was handed over on {handed_over_on} without having passed quality control ({qc_state}). Headquarters "
        "may accept this with a reason.",
        az="{handed_over_on} tarixində keyfiyyətə nəzarətdən keçmədən təhvil verilib ({qc_state}). Baş qərargah bunu "
        "səbəb göstərməklə qəbul edə bilər.",
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
        "area-idle",
        "HAZ-03",
        en="it is recorded as worked on, but nothing was reported since {last_on}, {idle_days} days ago. Send the "
        "reports, or suspend it with the reason.",
        az="iş aparılan kimi qeyd olunub, lakin {last_on} tarixindən bəri, {idle_days} gündür, hesabat yoxdur. "
        "Hesabatları göndərin və ya səbəbini göstərməklə dayandırın.",
    ),
    warning(
        "task-over-plan",
        "TSK-01",
        en="with this file {released_m2} m² are reported for task {task_code}, {progress_pct} % of the planned "
        "{planned_m2} m². Check the task, or have its planned area changed.",
        az="bu faylla birlikdə {task_code} tapşırığı üzrə {released_m2} m² bildirilib, bu, planlaşdırılmış "
        "{planned_m2} m²-in {progress_pct} %-idir. Tapşırığı yoxlayın və ya planlaşdırılmış sahəni dəyişdirin.",
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
        "item-outside-task",
        "EO-02",
        en="it lies {distance_m} m outside the planned outline of task {task_code}; {limit_m} m are allowed. Check the "
        "point or the task.",
        az="{task_code} tapşırığının planlaşdırılmış konturundan {distance_m} m kənardadır; icazə verilən hədd "
        "{limit_m} m-dir. Nöqtəni və ya tapşırığı yoxlayın.",
    ),
    warning(
        "items-in-cancelled",
        "EO-03",
        en="items reported with ground that is cancelled, where survey should find no evidence: {quantity_count}. "
        "It is accepted; an investigation is due.",
        az="ləğv edilmiş ərazi ilə birlikdə {quantity_count} sursat bildirilib, halbuki tədqiqat orada sübut "
        "tapmamalıdır. Qeyd qəbul olunur; araşdırma aparılmalıdır.",
    ),
    warning(
        "release-over-finds",
        "EO-03",
        en="finds are on record in this ground, released as {method}: {codes}, near {place}. It is accepted; an "
        "investigation is due.",
        az="{method} üsulu ilə buraxılan bu ərazidə tapıntılar qeydə alınıb: {codes}, {place} yaxınlığında. Qeyd qəbul "
        "olunur; araşdırma aparılmalıdır.",
    ),
    warning(
        "suspected-area-with-finds",
        "EO-03",
        en="finds are on record in this suspected area: {codes}, near {place}. It is accepted; consider confirming the "
        "area.",
        az="bu şübhəli ərazidə tapıntılar qeydə alınıb: {codes}, {place} yaxınlığında. Qeyd qəbul olunur; ərazinin "
        "təsdiqlənməsini nəzərdən keçirin.",
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
