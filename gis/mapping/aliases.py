"""What columns are called: by people here, in English and Azerbaijani, and by IMSMA and ArcGIS exports.

Names are compared folded (`gis.text.fold`): case, blanks, marks and signs do not matter, and a unit behind the name
(`Sahə (ha)`) is understood apart. A name that stands for two fields of one layer is settled by the column's values, or
asked about. Azerbaijani as it stands in reports, waiting for a native reviewer.
"""

from typing import Final

ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "code": ("Kod", "Kodu", "Qeydin kodu", "Record code", "Local ID", "Unique ID", "Unikal kod", "Identifikator",
             "Polygon", "Polygon ID", "Polygon code", "Poliqon", "Poliqon kodu"),
    "release_method": (
        "Üsul", "Üsulu", "Buraxılma üsulu", "Method", "Release type", "Land release type", "Land release method",
        "Release product",
    ),
    "effective_date": (
        "Tarix", "Tarixi", "Son iş günü", "İşin bitmə tarixi", "Bitmə tarixi", "Təmizlənmə tarixi", "İş tarixi",
        "Date", "End date", "Date end", "Date to", "Work date", "Last day of work", "Release date", "Clearance date",
    ),
    "work_date_from": (
        "Başlama tarixi", "Başlanğıc tarixi", "İşin başlama tarixi", "Start date", "Date start", "Date from",
    ),
    "completed_on": ("Tamamlanma tarixi", "Completion date", "Date completed", "Date of completion"),
    "accepted_on": ("Qəbul tarixi", "Acceptance date", "Date accepted"),
    "handed_over_on": ("Təhvil tarixi", "Təhvil-təslim tarixi", "Handover date", "Date of handover"),
    "reported_on": ("Hesabat tarixi", "Hesabatın tarixi", "Report date", "Date of report"),
    "identified_on": (
        "Tarix", "Tarixi", "Aşkarlanma tarixi", "Date", "Identification date", "Date identified", "Survey date",
        "Date of survey", "Report date",
    ),
    "found_on": ("Tarix", "Tarixi", "Tapılma tarixi", "Aşkarlanma tarixi", "Date", "Date found", "Find date"),
    "disposed_on": ("Zərərsizləşdirilmə tarixi", "Məhvetmə tarixi", "Disposal date", "Date of disposal"),
    "issued_on": ("Tapşırığın tarixi", "Verilmə tarixi", "Issue date", "Date issued", "Order date"),
    "started_on": ("Başlama tarixi", "Başlanğıc tarixi", "Start date", "Date started"),
    "status_changed_on": ("Status date", "Vəziyyət tarixi"),
    "district_code": (
        "Rayon", "Rayonu", "Rayonun adı", "Rayonun kodu", "Rayon/şəhər", "District", "District name", "Raion",
        "ADM2", "ADM2 name", "ADM2_EN", "ADM2_AZ", "ADM2_PCODE",
    ),
    "organisation": (
        "İcraçı", "İcraçı təşkilat", "İcraçı qurum", "Təşkilat", "Qurum", "Operator", "Implementer",
        "Implementing partner", "Organization", "Organisation name", "Organization name", "Org", "Agency", "Company",
        "Şirkət", "İcraçısı",
    ),
    "reported_by": (
        "Qrup", "Qrupu", "Komanda", "Heyət", "Bölmə", "Team", "Team name", "Team ID", "Reporter", "Hesabatı verən",
    ),
    "task_code": (
        "Tapşırıq", "Tapşırığın nömrəsi", "Tapşırıq nömrəsi", "Tapşırıq kodu", "Task", "Task ID", "Task No",
        "Task number", "Task order",
    ),
    "project_phase_code": ("Layihə", "Layihə mərhələsi", "Mərhələ", "Project", "Project phase", "Phase"),
    "project_code": ("Layihə", "Layihə kodu", "Project", "Project ID"),
    "hazardous_area_codes": (
        "Təhlükəli ərazi", "Təhlükəli sahə", "HA", "HA ID", "HA code", "HA number", "HA No", "Hazard", "Hazard ID",
        "Hazard code", "Hazardous area", "Hazardous area ID", "SHA", "CHA", "SHA/CHA", "SHA ID", "CHA ID",
        "Minefield ID",
    ),
    "target_types": ("Target", "Targets", "Contamination", "Çirklənmə", "Çirklənmə növü", "Axtarılan sursat"),
    "contamination_types": (
        "Contamination", "Contamination type", "Type of contamination", "Hazard type", "Ordnance type", "Çirklənmə",
        "Çirklənmə növü", "Çirklənmənin növü", "Sursatın növü",
    ),
    "classification": ("Class", "HA type", "HA class", "Təsnifat", "Təsnifatı", "Type", "Növ", "Növü"),
    "status": ("Status", "Statusu", "Vəziyyət", "State"),
    "evidence_summary": ("Evidence", "Evidence type", "Sübut"),
    "name": ("Name", "Ad", "Adı", "Place", "Place name", "Yer"),
    "name_az": ("Ad", "Adı", "Name AZ"),
    "name_en": ("Name", "Name EN"),
    "asset": (
        "Vasitə", "Vasitələr", "Təmizləmə üsulu", "Üsul", "Üsulu", "Method", "Assets", "Tool", "Tools", "Means",
        "Clearance method",
    ),
    "depth_cleared_cm": ("Dərinlik", "Dərinliyi", "Təmizlənmə dərinliyi", "Depth", "Clearance depth", "Depth cleared"),
    "depth_cm": ("Dərinlik", "Dərinliyi", "Depth"),
    "depth_required_cm": ("Dərinlik", "Tələb olunan dərinlik", "Depth", "Required depth"),
    "criteria": ("Criteria", "Meyar", "Əsas"),
    "survey_report": ("NTS report", "TS report", "Survey report number", "Report number", "Hesabat nömrəsi"),
    "area_reported_m2": (
        "Sahə", "Sahəsi", "Ümumi sahə", "Ərazinin sahəsi", "Buraxılmış sahə", "Bildirilmiş sahə", "Area", "Area size",
        "Total area", "Reported area", "Area reported", "Released area", "Area released", "Size",
    ),
    "planned_area_m2": ("Sahə", "Sahəsi", "Planlaşdırılan sahə", "Area", "Planned area", "Area planned"),
    "total_area_m2": ("Sahə", "Ümumi sahə", "Area", "Total area"),
    "processed_m2": ("İşlənmiş sahə", "Processed area", "Area processed"),
    "width_m": ("Eni", "Width"),
    "length_m": ("Uzunluq", "Uzunluğu", "Length"),
    "passes": ("Keçid", "Keçidlər", "Pass count"),
    "shift": ("Növbə",),
    "deminers": ("Minatəmizləyən", "Minatəmizləyənlər", "Deminer count", "Number of deminers"),
    "purpose": ("Təyinat", "Təyinatı", "Land use", "Future land use"),
    "qc_state": ("QC", "QC status", "QC result", "Keyfiyyətə nəzarət"),
    "geometry_source": ("Geometry source", "Source of geometry", "Konturun mənbəyi"),
    "ap_mine": ("AP", "AP mines", "APM", "PƏM", "PƏ mina", "Piyada əleyhinə mina"),
    "av_mine": ("AV", "AT", "AV mines", "AT mines", "ATM", "TƏM", "TƏ mina", "Tank əleyhinə mina"),
    "submunition": ("Submunitions", "Bomblets", "Kaset"),
    "uxo": ("PHS",),
    "ied": ("IEDs", "ƏPQ"),
    "task_type": ("Type", "Task type", "Activity", "Activity type", "Növ", "Növü", "Fəaliyyət", "Fəaliyyət növü"),
    "methods_planned": ("Planned method", "Planned methods", "Planlaşdırılan üsul"),
    "eo_category": (
        "Category", "Kateqoriya", "Kateqoriyası", "Type", "Item type", "Ordnance", "Ordnance type", "Növ",
        "Sursatın növü",
    ),
    "quantity": ("Say", "Miqdar", "Miqdarı", "Ədəd", "Qty", "Count", "Number of items"),
    "model": ("Marka", "Markası", "Model name"),
    "disposal_state": ("Disposal", "Disposal status", "Status", "State", "Vəziyyət", "Vəziyyəti"),
    "disposal_method": ("Zərərsizləşdirmə üsulu", "Disposal method"),
    "release_area_code": ("Release area", "Release area ID", "Buraxılmış ərazi"),
    "type": ("Type", "Növ", "Növü"),
    "priority": ("Prioritet", "Prioritetlik"),
    "remarks": ("Qeyd", "Qeydlər", "Şərh", "Remark", "Comment", "Comments", "Note", "Notes"),
    "revision_reason": ("Düzəlişin səbəbi", "Reason of revision", "Reason for revision"),
    "cleared_m2": (
        "Cleared", "Cleared area", "Area cleared", "Təmizlənmiş", "Təmizlənmiş sahə", "Təmizlənmiş ərazi",
        "Təmizlənən sahə",
    ),
    "reduced_m2": (
        "Reduced", "Reduced area", "Area reduced", "İxtisar olunmuş", "İxtisar olunmuş sahə",
        "İxtisar olunmuş ərazi", "Azaldılmış", "Azaldılmış sahə", "Azaldılmış ərazi",
    ),
    "cancelled_m2": (
        "Cancelled", "Canceled", "Cancelled area", "Area cancelled", "Canceled area", "Ləğv edilmiş",
        "Ləğv edilmiş sahə", "Ləğv edilmiş ərazi", "Ləğv olunmuş sahə",
    ),
}  # fmt: skip
"""By field."""

OWN_CODES: Final[dict[str, tuple[str, ...]]] = {
    "hazardous_areas": ("HA ID", "HA code", "HA number", "HA No", "Hazard ID", "SHA ID", "CHA ID", "Minefield ID"),
    "tasks": ("Task ID", "Task No", "Task number", "Tapşırığın nömrəsi", "Tapşırıq nömrəsi", "Tapşırıq kodu"),
    "release_areas": ("Release ID", "Release area ID", "Cleared area ID"),
    "projects": ("Project ID", "Project code", "Layihə kodu"),
    "districts": ("ADM2_PCODE", "Rayonun kodu", "District code"),
}  # fmt: skip
"""What the code of a layer's own records is called besides."""

GLOBAL_IDS: Final = ("GlobalID", "Global ID", "GUID", "UUID", "IMSMA GUID")
"""Columns that tell records apart for a program: codes can be made from them."""

COMPUTED: Final = (
    "Shape_Area", "Shape__Area", "Shape_Length", "Shape__Length", "Shape_Leng", "Shape.STArea()", "Shape.STLength()",
    "st_area(shape)", "st_length(shape)", "st_perimeter(shape)", "Shape_STAr", "Shape_STLe",
    "POLY_AREA", "AREA_GEO", "PERIM_GEO", "Perimeter",
)  # fmt: skip
"""Measures that a program took in its own coordinate system: no one has reported them."""

BOOKKEEPING: Final = (
    *GLOBAL_IDS, *COMPUTED, "OBJECTID", "OBJECTID_1", "FID", "OID", "fid", "id", "Shape", "SHAPE", "geom",
    "CreationDate", "Creator", "EditDate", "Editor", "created_user", "created_date", "last_edited_user",
    "last_edited_date", "created_us", "created_da", "last_edite", "last_edi_1", "parentglobalid", "tessellate",
    "extrude", "visibility_kml", "altitudeMode", "drawOrder", "styleUrl",
)  # fmt: skip
"""Columns of programs, not of people: never guessed by their values."""

UNIT_COLUMNS: Final = ("Vahid", "Vahidi", "Ölçü vahidi", "Unit", "Units", "Area unit", "Unit of area", "Areasize unit")
"""Columns that say of each row in which unit its area is."""

WIDE: Final = {"cleared_m2": "cleared", "reduced_m2": "reduced", "cancelled_m2": "cancelled"}
"""Columns of square metres that stand side by side in one row, each with the method that it says."""
