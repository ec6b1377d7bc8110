"""What has to be said when a file brings records that are known already."""

from gis.issues.kind import error, info

CHANGE_KINDS = (
    error(
        "revision-reason-missing",
        "FIL-03",
        en="the record is known, version {version}, with other content. Say in `revision_reason` why it changes, for "
        "this feature or for the whole upload.",
        az="qeyd artıq məlumdur (versiya {version}), lakin məzmunu başqadır. Niyə dəyişdiyini bu obyekt və ya bütün "
        "yükləmə üçün `revision_reason` sahəsində yazın.",
    ),
    info(
        "already-recorded",
        "DAT-04",
        en="{known_count} of {feature_count} features are recorded already with the same content. They change nothing.",
        az="{feature_count} obyektdən {known_count} ədədi eyni məzmunla artıq qeydə alınıb. Onlar heç nəyi dəyişmir.",
    ),
)
