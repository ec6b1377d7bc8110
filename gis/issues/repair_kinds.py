"""What is told when an outline was repaired because a person asked for it."""

from gis.issues.kind import info

REPAIR_KINDS = (
    info(
        "outline-repaired",
        "GEO-01",
        en="the outline was made valid, as asked: {before_m2} m² before, {after_m2} m² after.",
        az="kontur xahişə uyğun düzəldildi: əvvəl {before_m2} m², sonra {after_m2} m².",
    ),
    info(
        "axes-swapped-back",
        "GEO-02",
        en="longitude and latitude were exchanged, as asked.",
        az="uzunluq və enlik dairələri xahişə uyğun yerlərinə qoyuldu.",
    ),
)
