"""What has to be said when an upload changes records that are known already, or takes them back."""

from gis.issues.kind import error, info, warning

CHANGE_KINDS = (
    error(
        "revision-reason-missing",
        "FIL-03",
        en="the record is known, version {version}, with other content. Say in `revision_reason` why it changes, for "
        "this feature or for the whole upload.",
        az="qeyd artıq məlumdur (versiya {version}), lakin məzmunu başqadır. Niyə dəyişdiyini bu obyekt və ya bütün "
        "yükləmə üçün `revision_reason` sahəsində yazın.",
    ),
    error(
        "code-of-another-organisation",
        "IMP-01",
        en="the code is a record of another organisation, {organisation}. Give your record a code of its own, or have "
        "headquarters send it.",
        az="bu kod başqa təşkilatın ({organisation}) qeydidir. Öz qeydinizə ayrıca kod verin və ya onu baş qərargah "
        "göndərsin.",
    ),
    error(
        "work-given-up",
        "FIL-01",
        en="the service tried several times to work through this file and failed; nothing of it was stored. Send it "
        "in parts, or tell whoever runs the service: its log has the cause.",
        az="xidmət bu faylı bir neçə dəfə emal etməyə çalışdı və alınmadı; ondan heç nə saxlanılmadı. Faylı "
        "hissələrlə göndərin və ya xidmətin sahibinə bildirin: səbəb onun jurnalındadır.",
    ),
    info(
        "already-recorded",
        "DAT-04",
        en="features recorded already with the same content, which change nothing: {known_count} of {feature_count}.",
        az="{feature_count} obyektdən {known_count} ədədi eyni məzmunla artıq qeydə alınıb. Onlar heç nəyi dəyişmir.",
    ),
    warning(
        "links-left",
        "IMP-01",
        en="it goes; records that name it and stay: {linking_count}. Their links are pending until its code is "
        "approved again. If they are wrong too, withdraw or correct them.",
        az="bu qeyd geri götürülür; onu göstərən və qalan qeydlər: {linking_count}. Kod yenidən təsdiqlənənədək "
        "onların keçidləri gözləmədə qalacaq. Onlar da yanlışdırsa, geri götürün və ya düzəldin.",
    ),
)
