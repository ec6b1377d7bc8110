"""What can be wrong with outlines that were written down point by point (GEO-09)."""

from gis.issues.kind import error, info, warning

TRAVERSE_KINDS = (
    error(
        "point-unreadable",
        "GEO-09",
        en="point {point} (row {row_count}): `{column}` holds “{value}”, which is no number or coordinate. Write "
        "degrees (39.6368 or 39°38'12.5\"), UTM metres or MGRS.",
        az="{point} nöqtəsi (sətir {row_count}): `{column}` sütunundakı “{value}” ədəd və ya koordinat deyil. "
        "Dərəcə (39.6368 və ya 39°38'12.5\"), UTM metrləri və ya MGRS yazın.",
    ),
    error(
        "point-without-system",
        "GEO-09",
        en="point {point} (row {row_count}) lies at {x}, {y}: these are metres, and no column names their zone. Say "
        "the coordinate system.",
        az="{point} nöqtəsinin (sətir {row_count}) koordinatları {x}, {y} metrlə verilib, zonası isə göstərilməyib. "
        "Koordinat sistemini göstərin.",
        asks="crs",
    ),
    error(
        "point-without-place",
        "GEO-09",
        en="point {point} (row {row_count}) has neither coordinates nor a bearing and a distance. Give one of the two.",
        az="{point} nöqtəsinin (sətir {row_count}) nə koordinatı, nə də azimutu və məsafəsi var. "
        "İkisindən birini yazın.",
    ),
    error(
        "point-type-unknown",
        "GEO-09",
        en="point {point} (row {row_count}) is called “{value}”. Write reference point, benchmark, start point, "
        "turning point, intermediate point or end point.",
        az="{point} nöqtəsinin (sətir {row_count}) növü “{value}” yazılıb. İstinad nöqtəsi, reper, başlanğıc nöqtə, "
        "dönüş nöqtəsi, aralıq nöqtə və ya son nöqtə yazın.",
    ),
    error(
        "bearing-out-of-range",
        "GEO-09",
        en="the bearing to point {point} (row {row_count}) is {bearing}, not between 0 and 360 degrees. Write degrees "
        "clockwise from north, or name the unit in `bearing_unit`.",
        az="{point} nöqtəsinin azimutu (sətir {row_count}) {bearing} yazılıb, 0–360 dərəcə arasında deyil. "
        "Şimaldan saat əqrəbi istiqamətində dərəcə yazın və ya vahidi `bearing_unit` sütununda göstərin.",
    ),
    error(
        "bearing-unit-unknown",
        "GEO-09",
        en="the bearing to point {point} (row {row_count}) is in {unit}, which is not converted: some circles have "
        "6,400 mils and some 6,000. Write degrees or gradians.",
        az="{point} nöqtəsinin azimutu (sətir {row_count}) {unit} vahidindədir, o çevrilmir: bəzi dairələr 6400, "
        "bəziləri 6000 bölgülüdür. Dərəcə və ya qrad yazın.",
    ),
    error(
        "bearing-reference-unknown",
        "GEO-09",
        en="the bearing to point {point} (row {row_count}) is from “{value}”. Write true, magnetic or grid.",
        az="{point} nöqtəsinin azimutu (sətir {row_count}) “{value}” üzrə yazılıb. Həqiqi, maqnit və ya direksion "
        "yazın.",
    ),
    error(
        "bearing-reference-missing",
        "GEO-09",
        en="the outline is given by bearings (point {point}, row {row_count}), and nothing says from which north. "
        "Say whether it is true, magnetic or grid north.",
        az="kontur azimutlarla verilib ({point} nöqtəsi, sətir {row_count}), hansı şimaldan ölçüldüyü "
        "göstərilməyib. Həqiqi, maqnit və ya direksion olduğunu göstərin.",
        asks="bearing_reference",
    ),
    error(
        "declination-missing",
        "GEO-09",
        en="bearings are from magnetic north (point {point}, row {row_count}), and the declination is missing. "
        "Say how many degrees magnetic north was east of true north.",
        az="azimutlar maqnit şimalındandır ({point} nöqtəsi, sətir {row_count}), maqnit meyli isə yoxdur. "
        "Maqnit şimalının həqiqi şimaldan neçə dərəcə şərqdə olduğunu göstərin.",
        asks="declination_deg",
    ),
    error(
        "distance-not-positive",
        "GEO-09",
        en="the distance to point {point} (row {row_count}) is {distance}. Write the metres walked, above 0.",
        az="{point} nöqtəsinə qədər məsafə (sətir {row_count}) {distance} yazılıb. 0-dan böyük, metrlə yazın.",
    ),
    error(
        "distance-unit-unknown",
        "GEO-09",
        en="the distance to point {point} (row {row_count}) is in {unit}, which is not converted. Write metres.",
        az="{point} nöqtəsinə qədər məsafə (sətir {row_count}) {unit} vahidindədir, o çevrilmir. Metrlə yazın.",
    ),
    error(
        "distance-ambiguous",
        "GEO-09",
        en="the distance to point {point} (row {row_count}) is “{value}”: thousands or decimals? Say which sign "
        "separates decimals.",
        az="{point} nöqtəsinə qədər məsafə (sətir {row_count}) “{value}” yazılıb: minliklər, yoxsa onluq kəsr? "
        "Onluq kəsri hansı işarənin ayırdığını göstərin.",
        asks="decimal",
    ),
    error(
        "leg-from-unknown-point",
        "GEO-09",
        en="point {point} (row {row_count}) is reached from {origin}, which stands nowhere before it. Correct the "
        "name, or add that point.",
        az="{point} nöqtəsi (sətir {row_count}) {origin} nöqtəsindən ölçülüb, o isə əvvəlki sətirlərdə yoxdur. "
        "Adını düzəldin və ya həmin nöqtəni əlavə edin.",
    ),
    error(
        "traverse-without-start",
        "GEO-09",
        en="no point before {point} (row {row_count}) has coordinates to begin from. Give the coordinates of the "
        "reference point, the benchmark or the start point.",
        az="{point} nöqtəsindən (sətir {row_count}) əvvəl koordinatı olan nöqtə yoxdur. İstinad nöqtəsinin, reperin "
        "və ya başlanğıc nöqtənin koordinatlarını yazın.",
    ),
    error(
        "traverse-not-closing",
        "GEO-09",
        en="the last leg ends {misclosure_m} m from the start, near {place}, after {perimeter_m} m; at most "
        "{limit_m} m are allowed. Check bearings and distances; nothing was adjusted.",
        az="sonuncu xətt {perimeter_m} m-dən sonra başlanğıcdan {misclosure_m} m aralıda bitir ({place} yaxınlığında); "
        "icazə verilən hədd {limit_m} m-dir. Azimutları və məsafələri yoxlayın; heç nə düzəldilmədi.",
    ),
    warning(
        "traverse-closing-poorly",
        "GEO-09",
        en="the last leg ends {misclosure_m} m from the start, near {place}, after {perimeter_m} m: over half of the "
        "{limit_m} m allowed. It was shared out over the points by distance; check bearings and distances.",
        az="sonuncu xətt {perimeter_m} m-dən sonra başlanğıcdan {misclosure_m} m aralıda bitir ({place} yaxınlığında): "
        "icazə verilən {limit_m} m-in yarısından çoxdur. Fərq nöqtələr arasında məsafəyə görə bölündü; azimutları və "
        "məsafələri yoxlayın.",
    ),
    info(
        "traverse-closed",
        "GEO-09",
        en="the last leg ends {misclosure_m} m from the start after {perimeter_m} m; allowed are {limit_m} m. The "
        "difference was shared out over the points by distance.",
        az="sonuncu xətt {perimeter_m} m-dən sonra başlanğıcdan {misclosure_m} m aralıda bitir; hədd {limit_m} m-dir. "
        "Fərq nöqtələr arasında məsafəyə görə bölündü.",
    ),
    info(
        "traverse-without-last-leg",
        "GEO-09",
        en="there is no bearing and distance from the last point back to the start, so the misclosure is not known. "
        "The outline was closed with a straight edge.",
        az="sonuncu nöqtədən başlanğıca azimut və məsafə verilməyib, ona görə qapanma xətası bilinmir. Kontur düz "
        "xətlə qapadıldı.",
    ),
    warning(
        "point-placed-twice",
        "GEO-09",
        en="point {point} (row {row_count}) lies {apart_m} m from where its bearing and distance lead. Its coordinates "
        "were taken; check which is right.",
        az="{point} nöqtəsinin (sətir {row_count}) koordinatı azimut və məsafə ilə tapılan yerdən {apart_m} m "
        "aralıdır. Koordinat əsas götürüldü; hansının doğru olduğunu yoxlayın.",
    ),
    error(
        "vertex-number-repeated",
        "GEO-09",
        en="point {point} (row {row_count}) has the number of another point (row {first_row_count}). Number the points "
        "one by one.",
        az="{point} nöqtəsinin (sətir {row_count}) nömrəsi başqa nöqtədə də var (sətir {first_row_count}). "
        "Nöqtələri ardıcıl nömrələyin.",
    ),
    warning(
        "vertex-numbers-missing",
        "GEO-09",
        en="the numbers of these points are missing: {numbers}. Check that no corner of the outline was lost.",
        az="bu nömrəli nöqtələr yoxdur: {numbers}. Konturun heç bir küncünün itmədiyini yoxlayın.",
    ),
    warning(
        "vertices-out-of-order",
        "GEO-09",
        en="from point {point} (row {row_count}) on the rows do not follow the numbers of the points. The outline was "
        "drawn by the numbers; check it on the map.",
        az="{point} nöqtəsindən (sətir {row_count}) başlayaraq sətirlər nöqtələrin nömrələrinə uyğun deyil. Kontur "
        "nömrələr üzrə çəkildi; xəritədə yoxlayın.",
    ),
    warning(
        "polygon-values-differ",
        "GEO-09",
        en="the rows of the polygon disagree on `{column}`: “{stated}”, and “{value}” in row {row_count}. The first "
        "was taken; correct the other.",
        az="poliqonun sətirlərində `{column}` fərqlidir: “{stated}” və “{value}” (sətir {row_count}). Birincisi "
        "götürüldü; o birini düzəldin.",
    ),
)
