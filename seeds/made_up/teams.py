"""Made-up operators and their teams: what each works with and how much ground it gets through in a day."""

from dataclasses import dataclass

from gis.codelists import ActivityType, Asset, OrganisationType


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """A made-up operator."""

    code: str
    type: OrganisationType
    name_en: str
    name_az: str

    @property
    def is_mandated(self) -> bool:
        """Whether it stands for a state body, which needs no accreditation."""
        return self.type not in {OrganisationType.PRIVATE, OrganisationType.NGO, OrganisationType.INTERNATIONAL}


AGENCY = Organisation(
    code="DEMO-AGENCY",
    type=OrganisationType.ANAMA,
    name_en="Regional survey office (demonstration)",
    name_az="Regional tədqiqat idarəsi (nümayiş)",
)
ENGINEERS = Organisation(
    code="DEMO-ENGINEERS",
    type=OrganisationType.MOD,
    name_en="Engineer battalion (demonstration)",
    name_az="Mühəndis-istehkam taboru (nümayiş)",
)
RESCUE = Organisation(
    code="DEMO-RESCUE",
    type=OrganisationType.MES,
    name_en="Rescue detachment (demonstration)",
    name_az="Xilasetmə dəstəsi (nümayiş)",
)
POPLAR = Organisation(
    code="DEMO-POPLAR",
    type=OrganisationType.PRIVATE,
    name_en="Poplar Demining (demonstration)",
    name_az="Qovaq Minatəmizləmə (nümayiş)",
)
JUNIPER = Organisation(
    code="DEMO-JUNIPER",
    type=OrganisationType.PRIVATE,
    name_en="Juniper Mechanical Clearance (demonstration)",
    name_az="Ardıc Mexaniki Təmizləmə (nümayiş)",
)
SAFEFIELDS = Organisation(
    code="DEMO-SAFEFIELDS",
    type=OrganisationType.NGO,
    name_en="Safe Fields Association (demonstration)",
    name_az="Təhlükəsiz Tarlalar Birliyi (nümayiş)",
)
ORGANISATIONS = (AGENCY, ENGINEERS, JUNIPER, POPLAR, RESCUE, SAFEFIELDS)


@dataclass(frozen=True, kw_only=True)
class Craft:
    """A way of working the ground.

    Attributes
    ----------
    daily_m2
        Median of a full day.
    spread
        Standard deviation of its logarithm.
    least_m2, most_m2
        Limits of a full day.
    lane_m
        Width of the lanes it works in.
    depth_cm
        Depth searched; None for survey, which does not clear.
    task_m2
        Largest area given out as one task.
    """

    activity: ActivityType
    assets: tuple[Asset, ...]
    daily_m2: float
    spread: float
    least_m2: float
    most_m2: float
    lane_m: float
    depth_cm: int | None
    task_m2: float


MANUAL = Craft(
    activity=ActivityType.CLEARANCE,
    assets=(Asset.MANUAL, Asset.MANUAL_DETECTOR),
    daily_m2=1_250,
    spread=0.5,
    least_m2=200,
    most_m2=6_000,
    lane_m=42,
    depth_cm=20,
    task_m2=150_000,
)
DOGS = Craft(
    activity=ActivityType.CLEARANCE,
    assets=(Asset.MDD, Asset.MANUAL),
    daily_m2=2_800,
    spread=0.4,
    least_m2=500,
    most_m2=8_000,
    lane_m=50,
    depth_cm=20,
    task_m2=150_000,
)
MACHINES = Craft(
    activity=ActivityType.CLEARANCE,
    assets=(Asset.MECHANICAL, Asset.MANUAL),
    daily_m2=4_200,
    spread=0.85,
    least_m2=1_000,
    most_m2=34_000,
    lane_m=95,
    depth_cm=25,
    task_m2=220_000,
)
BATTLE_AREA = Craft(
    activity=ActivityType.BAC,
    assets=(Asset.MANUAL_DETECTOR,),
    daily_m2=7_500,
    spread=0.5,
    least_m2=1_500,
    most_m2=34_000,
    lane_m=120,
    depth_cm=30,
    task_m2=600_000,
)
SURVEY = Craft(
    activity=ActivityType.TS,
    assets=(Asset.MECHANICAL, Asset.MDD),
    daily_m2=4_000,
    spread=0.6,
    least_m2=1_000,
    most_m2=28_000,
    lane_m=110,
    depth_cm=None,
    task_m2=600_000,
)
INTERVIEWS = Craft(  # no ground is worked, so no amounts
    activity=ActivityType.NTS,
    assets=(Asset.UAV,),
    daily_m2=0,
    spread=0,
    least_m2=0,
    most_m2=0,
    lane_m=0,
    depth_cm=None,
    task_m2=0,
)


@dataclass(frozen=True, kw_only=True)
class Team:
    """People who go out together every day.

    Attributes
    ----------
    home
        Longitude and latitude of the camp; the team takes the nearest task that waits.
    counts_finds_only
        Whether it reports finds as numbers with the day's area instead of one by one.
    """

    name: str
    organisation: Organisation
    craft: Craft
    home: tuple[float, float]
    counts_finds_only: bool = False


TEAMS = (
    Team(name="Engineers 1", organisation=ENGINEERS, craft=MANUAL, home=(46.9, 40.3), counts_finds_only=True),
    Team(name="Engineers 2", organisation=ENGINEERS, craft=MANUAL, home=(46.5, 39.6)),
    Team(name="Poplar 1", organisation=POPLAR, craft=MANUAL, home=(47.1, 40.0)),
    Team(name="Poplar 2", organisation=POPLAR, craft=MANUAL, home=(47.2, 39.6)),
    Team(name="Safe Fields 1", organisation=SAFEFIELDS, craft=MANUAL, home=(46.9, 39.2)),
    Team(name="Poplar dogs", organisation=POPLAR, craft=DOGS, home=(47.1, 39.8)),
    Team(name="Juniper 1", organisation=JUNIPER, craft=MACHINES, home=(47.0, 40.2)),
    Team(name="Juniper 2", organisation=JUNIPER, craft=SURVEY, home=(47.2, 39.7)),
    Team(name="Survey 1", organisation=AGENCY, craft=SURVEY, home=(46.9, 40.2)),
    Team(name="Rescue 1", organisation=RESCUE, craft=BATTLE_AREA, home=(46.8, 39.9), counts_finds_only=True),
    Team(name="Safe Fields 2", organisation=SAFEFIELDS, craft=BATTLE_AREA, home=(47.0, 39.5)),
)
