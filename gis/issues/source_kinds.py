"""What can be wrong with a file before its features are read: archives, layers, texts and coordinate systems."""

from gis.issues.kind import error, info

SOURCE_KINDS = (
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
        en="references of the file to other files (network links), which are never followed: {link_count}.",
        az="fayl başqa fayllara {link_count} dəfə istinad edir (şəbəkə keçidləri), onlar heç vaxt açılmır.",
    ),
    info(
        "totals-left-out",
        "FIL-02",
        en="rows of the table left out because they are totals or stand below them: {row_count} (row {rows}).",
        az="cədvəlin {row_count} sətri yekundur və ya yekundan aşağıdadır, nəzərə alınmadı: sətir {rows}.",
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
)
