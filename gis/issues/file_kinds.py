"""What can be wrong with a file as a whole, and with the form of its features."""

from gis.issues.kind import error, info, warning

FILE_KINDS = (
    error(
        "file-empty",
        "FIL-01",
        en="the file is empty. Export it again and send the new file.",
        az="fayl boşdur. Faylı yenidən ixrac edib göndərin.",
    ),
    error(
        "file-of-another-format",
        "FIL-01",
        en="the file looks like {format}, which is not read here. Send GeoJSON, GeoPackage, a zipped Shapefile or file "
        "geodatabase, KML or KMZ, CSV or XLSX.",
        az="fayl {format} faylına oxşayır, bu format oxunmur. GeoJSON, GeoPackage, ZIP içində Shapefile və ya fayl "
        "geoməlumat bazası, KML və ya KMZ, CSV və ya XLSX göndərin.",
    ),
    error(
        "file-not-json",
        "FIL-01",
        en="the file is not JSON: it cannot be read past line {line}, column {column}. Export it again as GeoJSON.",
        az="fayl JSON deyil: {line} sətrinin {column} sütunundan sonra oxunmur. Yenidən GeoJSON kimi ixrac edin.",
    ),
    error(
        "file-truncated",
        "FIL-01",
        en="the file breaks off in line {line}: its end is missing. Export or copy it again.",
        az="fayl {line} sətrində qırılır: sonu yoxdur. Faylı yenidən ixrac edin və ya köçürün.",
    ),
    error(
        "file-with-not-a-number",
        "FIL-01",
        en="{value} in line {line} is not a number that JSON knows. Replace it by null or by a number.",
        az="{line} sətrindəki {value} JSON üçün ədəd deyil. Onu null və ya ədədlə əvəz edin.",
    ),
    error(
        "file-not-utf8",
        "FIL-01",
        en="the file is not encoded in {encoding}: byte {byte_count} cannot be read. Save it as UTF-8.",
        az="faylın kodlaşması {encoding} deyil: {byte_count} nömrəli bayt oxunmur. Onu UTF-8 kimi saxlayın.",
    ),
    error(
        "file-too-deep",
        "FIL-01",
        en="the file nests values more than {limit_count} levels deep. Flatten the properties and send it again.",
        az="faylda qiymətlər {limit_count} səviyyədən dərin yerləşib. Xüsusiyyətləri sadələşdirib yenidən göndərin.",
    ),
    error(
        "file-keys-repeated",
        "FIL-01",
        en="some features name the same property twice ({names}), so it is unsure which value holds. Keep one of each.",
        az="bəzi obyektlərdə eyni xüsusiyyət iki dəfə yazılıb ({names}), hansının doğru olduğu bilinmir. "
        "Hər birini bir dəfə saxlayın.",
    ),
    error(
        "file-not-a-collection",
        "FIL-01",
        en="the file holds {found} where a FeatureCollection is expected. Export the whole layer as GeoJSON.",
        az="faylda FeatureCollection əvəzinə {found} var. Bütün təbəqəni GeoJSON kimi ixrac edin.",
    ),
    error(
        "file-without-features",
        "FIL-01",
        en="the file holds no features. Check the selection or filter it was exported with.",
        az="faylda obyekt yoxdur. İxrac zamanı seçimi və ya süzgəci yoxlayın.",
    ),
    error(
        "feature-too-large",
        "FIL-01",
        en="what begins in line {line} is longer than {limit_mb} MB, more than one feature may be. Simplify it, or "
        "split it.",
        az="{line} sətrində başlayan hissə {limit_mb} MB-dan uzundur, bir obyekt üçün bu çoxdur. Onu sadələşdirin "
        "və ya bölün.",
    ),
    error(
        "feature-malformed",
        "FIL-01",
        en="this is {found}, not a feature with properties and a geometry. Export the layer again.",
        az="bu, xüsusiyyətləri və həndəsəsi olan obyekt deyil ({found}). Təbəqəni yenidən ixrac edin.",
    ),
    error(
        "collection-nested",
        "FIL-01",
        en="this is a collection inside the collection. List its features one beside the other.",
        az="bu, toplu içində topludur. Onun obyektlərini bir siyahıda yan-yana yazın.",
    ),
    error(
        "file-with-nul",
        "FIL-01",
        en="the file holds NUL characters (\\u0000), which no text can have. Remove them and send it again.",
        az="faylda mətndə ola bilməyən NUL simvolları (\\u0000) var. Onları silib yenidən göndərin.",
    ),
    info(
        "file-with-byte-order-mark",
        "FIL-02",
        en="the file begins with a byte order mark, which GeoJSON does not want; it was read without it.",
        az="fayl GeoJSON üçün lazım olmayan bayt sırası nişanı ilə başlayır; o, nəzərə alınmadı.",
    ),
    info(
        "file-recoded",
        "FIL-02",
        en="the file is encoded in {encoding}; it was read as if saved in UTF-8, which GeoJSON asks for.",
        az="faylın kodlaşması {encoding} sistemindədir; GeoJSON-un tələb etdiyi UTF-8-ə çevrilərək oxundu.",
    ),
    info(
        "file-of-a-single-feature",
        "FIL-02",
        en="the file is a single feature; it was read as a collection of one.",
        az="faylda tək obyekt var; bir obyektli toplu kimi oxundu.",
    ),
    info(
        "properties-unknown",
        "FIL-02",
        en="these properties are not fields of the layer and are kept but not used: {names}.",
        az="bu xüsusiyyətlər təbəqənin sütunları deyil, saxlanılır, lakin istifadə olunmur: {names}.",
    ),
    info(
        "geometry-not-wanted",
        "FIL-02",
        en="records of this layer have no geometry; the one in the file was left out.",
        az="bu təbəqənin qeydlərində həndəsə olmur; fayldakı həndəsə nəzərə alınmadı.",
    ),
    info(
        "heights-left-out",
        "FIL-02",
        en="outlines whose heights (Z) are not used and were left out: {feature_count}.",
        az="{feature_count} konturun hündürlük qiymətləri (Z) var; onlar istifadə olunmur və nəzərə alınmadı.",
    ),
    info(
        "winding-reversed",
        "FIL-02",
        en="outlines that ran clockwise and were turned round as RFC 7946 asks: {feature_count}. No area changed.",
        az="{feature_count} kontur saat əqrəbi istiqamətində idi; RFC 7946-ya uyğun çevrildi. Sahələr dəyişmədi.",
    ),
    warning(
        "crs-not-wgs84",
        "GEO-04",
        en="the file says that its coordinates are in {crs}, where GeoJSON is to be in WGS 84. It was read as it says. "
        "Look on the map whether that is right, and accept it.",
        az="faylda koordinatların {crs} sistemində olduğu yazılıb, GeoJSON isə WGS 84-də olmalıdır. Fayl yazıldığı "
        "kimi oxundu. Doğru olub-olmadığına xəritədə baxın və qəbul edin.",
    ),
    warning(
        "crs-name-unknown",
        "GEO-04",
        en="the file says that its coordinates are in “{crs}”, which is no system that is known here; what the "
        "coordinates themselves show was taken. Look on the map whether that is right.",
        az="faylda koordinatların “{crs}” sistemində olduğu yazılıb; belə sistem burada məlum deyil, koordinatların "
        "özünün göstərdiyi sistem götürüldü. Doğru olub-olmadığına xəritədə baxın.",
    ),
    info(
        "crs-stated",
        "GEO-04",
        en="the file states its coordinate system, {crs}; GeoJSON is always in WGS 84, so this was not needed.",
        az="faylda koordinat sistemi göstərilib: {crs}; GeoJSON həmişə WGS 84-dədir, buna ehtiyac yox idi.",
    ),
    error(
        "coordinates-projected",
        "GEO-04",
        en="the coordinates are not degrees: {x}, {y} looks like {crs}. Export the layer in WGS 84 (EPSG:4326).",
        az="koordinatlar dərəcə ilə deyil: {x}, {y} qiymətləri {crs} sisteminə oxşayır. "
        "Təbəqəni WGS 84 (EPSG:4326) sistemində ixrac edin.",
    ),
    error(
        "coordinates-not-degrees",
        "GEO-04",
        en="the coordinates are not degrees: {x}, {y} is beyond ±180, ±90. Export in WGS 84 (EPSG:4326).",
        az="koordinatlar dərəcə ilə deyil: {x}, {y} qiymətləri ±180, ±90 hüdudundan kənardır. "
        "WGS 84 (EPSG:4326) sistemində ixrac edin.",
    ),
    info(
        "checks-left-out",
        "FIL-02",
        en="checked without a database: links, districts and neighbours could not be compared (rules {rules}).",
        az="məlumat bazası olmadan yoxlanıldı: əlaqələr, rayonlar və qonşu qeydlər müqayisə olunmadı "
        "({rules} qaydaları).",
    ),
)
