"""What can be wrong with a file as a whole, and with the form of its features."""

from gis.issues.kind import error, info

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
        "archive-damaged",
        "FIL-01",
        en="the archive is damaged or breaks off. Pack it again and send the new file.",
        az="arxiv zədəlidir və ya yarımçıqdır. Onu yenidən yığıb göndərin.",
    ),
    error(
        "archive-too-large",
        "FIL-01",
        en="the archive unpacks to more than {limit_mb} MB, far more than its size lets expect. Send less at a time.",
        az="arxiv açıldıqda {limit_mb} MB-dan çox yer tutur, bu, ölçüsünə görə gözləniləndən qat-qat çoxdur. "
        "Hissə-hissə göndərin.",
    ),
    error(
        "archive-nested",
        "FIL-01",
        en="{name} is an archive inside an archive. Unpack it and send what is in it.",
        az="{name} arxiv içində arxivdir. Onu açıb içindəkini göndərin.",
    ),
    error(
        "archive-encrypted",
        "FIL-01",
        en="{name} is protected by a password. Send it without one.",
        az="{name} parolla qorunur. Onu parolsuz göndərin.",
    ),
    error(
        "archive-member-unsafe",
        "FIL-01",
        en="the archive holds {name}, which would be written outside its folder or points elsewhere. Pack plain files.",
        az="arxivdəki {name} qovluqdan kənara yazılır və ya başqa yerə işarə edir. Yalnız adi faylları yığın.",
    ),
    error(
        "archive-name-repeated",
        "FIL-01",
        en="the archive holds {name} twice, so it is unsure which one counts. Keep one of them.",
        az="arxivdə {name} iki dəfədir, hansının doğru olduğu bilinmir. Birini saxlayın.",
    ),
    error(
        "archive-of-too-many",
        "FIL-01",
        en="the archive holds {file_count} files; up to {limit_count} are read. Pack only what belongs to the layer.",
        az="arxivdə {file_count} fayl var; ən çoxu {limit_count} fayl oxunur. Yalnız təbəqəyə aid olanları yığın.",
    ),
    error(
        "archive-without-data",
        "FIL-01",
        en="the archive holds nothing that is read here; it has {names}. Pack a Shapefile (.shp, .shx, .dbf, .prj), a "
        "file geodatabase (.gdb) or one file.",
        az="arxivdə oxuna bilən heç nə yoxdur; içindəkilər: {names}. Shapefile (.shp, .shx, .dbf, .prj), fayl "
        "geoməlumat bazası (.gdb) və ya bir fayl yığın.",
    ),
    error(
        "archive-of-several",
        "FIL-01",
        en="the archive holds several files that could be meant: {names}. Send one at a time.",
        az="arxivdə nəzərdə tutula bilən bir neçə fayl var: {names}. Onları bir-bir göndərin.",
    ),
    error(
        "file-damaged",
        "FIL-01",
        en="this {format} cannot be read: {reason}. Export it again.",
        az="bu {format} oxunmur: {reason}. Onu yenidən ixrac edin.",
    ),
    error(
        "file-unreadable",
        "FIL-01",
        en="this {format} could not be read: it is damaged, or needs more time or memory than a file may take. Export "
        "it again, in smaller pieces if it is large.",
        az="bu {format} oxunmadı: ya zədəlidir, ya da icazə veriləndən çox vaxt və ya yaddaş tələb edir. Onu yenidən "
        "ixrac edin, böyükdürsə, hissə-hissə.",
    ),
    error(
        "file-reaches-out",
        "FIL-01",
        en="the file refers to something outside itself ({name}), which is never followed. Export the data themselves.",
        az="fayl özündən kənar mənbəyə istinad edir ({name}), belə istinadlar açılmır. Məlumatın özünü ixrac edin.",
    ),
    error(
        "table-without-heading",
        "FIL-01",
        en="no row of the {format} file names its columns. Put the names of the columns into one row above the data.",
        az="{format} faylında sütunları adlandıran sətir yoxdur. Sütunların adlarını verilənlərin üstündə bir sətrə "
        "yazın.",
    ),
    error(
        "table-line-endless",
        "FIL-01",
        en="line {line} of the table is not a line: it does not end where a cell can still be held. Export it again.",
        az="cədvəlin {line} nömrəli sətri sətir deyil: xananın tutumundan uzundur. Cədvəli yenidən ixrac edin.",
    ),
    error(
        "source-layer-open",
        "FIL-01",
        en="the file holds several layers: {names}. Choose the one to read.",
        az="faylda bir neçə təbəqə var: {names}. Oxunacaq təbəqəni seçin.",
        asks="source_layer",
    ),
    info(
        "source-layer-taken",
        "FIL-02",
        en="of the {layer_count} layers of the file, {name} was read.",
        az="faylın {layer_count} təbəqəsindən {name} oxundu.",
    ),
    info(
        "text-encoding-guessed",
        "FIL-02",
        en="the file does not say how its text is encoded; it was read as {encoding}. Look whether names are right.",
        az="faylda mətnin kodlaşması göstərilməyib; {encoding} kimi oxundu. Adların düzgünlüyünü yoxlayın.",
    ),
    info(
        "folders-read-together",
        "FIL-02",
        en="the features of all {layer_count} folders of the file were read; choose one to read it alone.",
        az="faylın {layer_count} qovluğunun hamısındakı obyektlər oxundu; yalnız birini oxumaq üçün onu seçin.",
    ),
    info(
        "links-not-followed",
        "FIL-02",
        en="the file refers {link_count} times to other files (network links), which are never followed.",
        az="fayl başqa fayllara {link_count} dəfə istinad edir (şəbəkə keçidləri), onlar heç vaxt açılmır.",
    ),
    info(
        "sheets-hidden",
        "FIL-02",
        en="the workbook has hidden sheets, which were not read: {names}.",
        az="faylda gizli vərəqlər var, onlar oxunmadı: {names}.",
    ),
    error(
        "formulas-without-values",
        "FIL-01",
        en="the sheet {name} holds formulas whose results were never saved. Open it in a spreadsheet program, save it, "
        "and send it again.",
        az="{name} vərəqində nəticələri saxlanılmamış düsturlar var. Faylı cədvəl proqramında açıb yaddaşa yazın və "
        "yenidən göndərin.",
    ),
    info(
        "curves-approximated",
        "FIL-02",
        en="the file draws outlines with true curves; they were read as short straight edges.",
        az="faylda konturlar həqiqi əyrilərlə çəkilib; onlar qısa düz xətlər kimi oxundu.",
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
        en="what begins in line {line} is longer than {limit_mb} MB, more than one feature may be. Simplify or split it.",
        az="{line} sətrində başlayan hissə {limit_mb} MB-dan uzundur, bir obyekt üçün bu çoxdur. Onu sadələşdirin və ya "
        "bölün.",
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
        en="{feature_count} outlines have heights (Z), which are not used; they were left out.",
        az="{feature_count} konturun hündürlük qiymətləri (Z) var; onlar istifadə olunmur və nəzərə alınmadı.",
    ),
    info(
        "winding-reversed",
        "FIL-02",
        en="{feature_count} outlines ran clockwise; they were turned round as RFC 7946 asks. No area changed.",
        az="{feature_count} kontur saat əqrəbi istiqamətində idi; RFC 7946-ya uyğun çevrildi. Sahələr dəyişmədi.",
    ),
    error(
        "crs-not-wgs84",
        "GEO-04",
        en="the file says that its coordinates are in {crs}. Export it in WGS 84 (EPSG:4326), longitude first.",
        az="faylda koordinatların {crs} sistemində olduğu yazılıb. "
        "Onu WGS 84 (EPSG:4326) sistemində, əvvəl uzunluq dairəsi olmaqla ixrac edin.",
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
    error(
        "crs-unknown",
        "GEO-04",
        en="in which coordinate system is the file? Coordinates such as {x}, {y} would fit {crs}. Choose the one that "
        "puts the places right on the map.",
        az="fayl hansı koordinat sistemindədir? {x}, {y} kimi koordinatlar bu sistemlərə uyğundur: {crs}. Xəritədə "
        "yerləri düzgün göstərəni seçin.",
        asks="crs",
    ),
    error(
        "crs-unrecognised",
        "GEO-04",
        en="in which coordinate system is the file? Coordinates such as {x}, {y} fit none that is used here. Ask the "
        "sender for its EPSG number and enter it.",
        az="fayl hansı koordinat sistemindədir? {x}, {y} kimi koordinatlar burada istifadə olunan sistemlərin heç "
        "birinə uyğun deyil. Göndərəndən EPSG nömrəsini öyrənib daxil edin.",
        asks="crs",
    ),
    error(
        "crs-answer-unknown",
        "GEO-04",
        en="there is no coordinate system {crs}. Enter an EPSG number such as EPSG:32638.",
        az="{crs} adlı koordinat sistemi yoxdur. EPSG:32638 kimi EPSG nömrəsi daxil edin.",
        asks="crs",
    ),
    info(
        "crs-assumed",
        "GEO-04",
        en="the file does not name its coordinate system; its coordinates lie where they are expected in {crs}, and "
        "were read so.",
        az="faylda koordinat sistemi göstərilməyib; koordinatlar {crs} sistemində gözlənilən yerdədir və belə oxundu.",
    ),
    info(
        "checks-left-out",
        "FIL-02",
        en="checked without a database: links, districts and neighbours could not be compared (rules {rules}).",
        az="məlumat bazası olmadan yoxlanıldı: əlaqələr, rayonlar və qonşu qeydlər müqayisə olunmadı "
        "({rules} qaydaları).",
    ),
)
