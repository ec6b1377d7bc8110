"""What has to be said when a known release comes again later and larger: reports of what is “cleared so far”."""

from gis.issues.kind import error, info, warning

AGAIN_KINDS = (
    error(
        "release-again-larger",
        "FIL-04",
        en="the release is known: {before_m2} m², of {known_on}. It comes again, of {now_on}, covers that ground and "
        "has {now_m2} m², which is {more_m2} m² more. Say what it is: `increment` leaves what is known and adds the "
        "{more_m2} m² as a release of {now_on}; `correction` replaces what is known, and moves all of it to {now_on}.",
        az="buraxılış məlumdur: {known_on} tarixli, {before_m2} m². O, {now_on} tarixi ilə yenidən gəlib, həmin yeri "
        "əhatə edir və sahəsi {now_m2} m²-dir, yəni {more_m2} m² artıqdır. Nə olduğunu bildirin: `increment` məlum "
        "olanı saxlayır və {more_m2} m²-ni {now_on} tarixli buraxılış kimi əlavə edir; `correction` məlum olanı əvəz "
        "edir və hamısını {now_on} tarixinə keçirir.",
        asks="same_code",
    ),
    info(
        "release-increment",
        "FIL-04",
        en="of {known_code}, which is known with {before_m2} m², only what is new is taken: {more_m2} m² of {now_on}. "
        "What is known stays as it is.",
        az="{before_m2} m² ilə məlum olan {known_code} buraxılışından yalnız yeni hissə götürülür: {now_on} tarixli "
        "{more_m2} m². Məlum olan olduğu kimi qalır.",
    ),
    info(
        "increment-without-before",
        "FIL-04",
        en="`{field}` is {so_far} so far; {before} were reported before, and {rest} are taken for what is new.",
        az="`{field}` indiyədək {so_far}-dir; əvvəl {before} bildirilib, yeni hissə üçün {rest} götürülür.",
    ),
    warning(
        "increment-below-before",
        "FIL-04",
        en="`{field}` is {so_far} so far, less than the {before} that were reported before. Nothing of it is taken for "
        "what is new. Check which of the two is wrong.",
        az="`{field}` indiyədək {so_far}-dir, bu isə əvvəl bildirilən {before} göstəricisindən azdır. Yeni hissə üçün "
        "ondan heç nə götürülmür. Hansının yanlış olduğunu yoxlayın.",
    ),
)
