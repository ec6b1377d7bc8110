"""What is told when an outline was repaired because a person asked for it."""

from gis.issues.kind import info

REPAIR_KINDS = (
    info(
        "ring-closed",
        "GEO-01",
        en="the outline was closed, as asked, from its last point to its first: {before_m2} m² before, {after_m2} m² "
        "after.",
        az="kontur xahişə uyğun olaraq sonuncu nöqtədən birinciyə qapadıldı: əvvəl {before_m2} m², sonra {after_m2} "
        "m².",
    ),
    info(
        "outline-repaired",
        "GEO-01",
        en="the outline was made valid, as asked: {before_m2} m² before, {after_m2} m² after. Look at it on the map.",
        az="kontur xahişə uyğun düzəldildi: əvvəl {before_m2} m², sonra {after_m2} m². Ona xəritədə baxın.",
    ),
    info(
        "outline-repaired-alike",
        "GEO-01",
        en="the outline was made valid, as asked; it still encloses its ground to a square metre: {before_m2} m² "
        "before, {after_m2} m² after.",
        az="kontur xahişə uyğun düzəldildi; sahəsi bir kvadratmetrdən çox dəyişmədi: əvvəl {before_m2} m², sonra "
        "{after_m2} m².",
    ),
    info(
        "axes-swapped-back",
        "GEO-02",
        en="longitude and latitude were exchanged, as asked: {before_m2} m² before, {after_m2} m² after.",
        az="uzunluq və enlik dairələri xahişə uyğun yerlərinə qoyuldu: əvvəl {before_m2} m², sonra {after_m2} m².",
    ),
)
