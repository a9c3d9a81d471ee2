"""What the programmes do, and who may look: tests, observations, sites, access, estimates."""

from __future__ import annotations

from typing import ClassVar, Literal

from .base import Admiralty, Edtf, Id, Latitude, Longitude, NonNegative, Record, Text

TestType = Literal["nuclear", "ballistic", "space_launch", "cruise", "engine", "other"]
TestClass = Literal[
    "nuclear", "srbm", "mrbm", "irbm", "icbm", "slbm", "space_launch", "hypersonic", "cruise",
    "engine", "other", "unknown",
]  # fmt: skip
Outcome = Literal["success", "failure", "unknown"]
Activity = Literal[
    "operating", "not_operating", "construction", "dismantlement", "maintenance", "preparation",
    "deployment", "production", "engine_test", "parade", "reprocessing", "other",
]  # fmt: skip
AccessType = Literal[
    "request", "grant", "refusal", "visit", "withdrawal", "end", "statement", "report"
]


class Test(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
           forbid_unknown_fields=True):  # fmt: skip
    """One nuclear test, launch or ground test.

    Attributes
    ----------
    party : party id
        Who tested.
    test_type : nuclear, ballistic, space_launch, cruise, engine or other
        What was tested. Ballistic launches and space launches count in the ballistic lull.
    test_class : nuclear, srbm, mrbm, irbm, icbm, slbm, space_launch, hypersonic, cruise, \
engine, other or unknown
        Class of the weapon as assessed at the time, matched against a commitment's scope.
    weapon : text
        Name of the missile or device.
    date : EDTF date
        When, with time and zone where known.
    site : site id
        Where.
    place : text
        Where, in words.
    lat, lon : degrees, WGS 84
        Position of the launch or test.
    outcome : success, failure or unknown
        As assessed by those who reported it.
    apogee_km, range_km : km
        Apogee and ground range of the flight.
    flight_min : minutes
        Flight time.
    mb : body-wave magnitude
        Of a nuclear test.
    yield_low_kt, yield_best_kt, yield_high_kt : kt of TNT
        Published yield, envelope over studies.
    """

    kind: ClassVar[str] = "test"

    party: Id
    test_type: TestType
    test_class: TestClass
    weapon: Text | None = None
    date: Edtf
    site: Id | None = None
    place: Text | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    outcome: Outcome = "unknown"
    apogee_km: NonNegative | None = None
    range_km: NonNegative | None = None
    flight_min: NonNegative | None = None
    mb: float | None = None
    yield_low_kt: NonNegative | None = None
    yield_best_kt: NonNegative | None = None
    yield_high_kt: NonNegative | None = None

    @property
    def label(self) -> str:
        if self.test_type == "nuclear":
            what = "Nuclear test"
        elif self.test_type == "space_launch":
            what = "Space launch"
        elif self.test_type == "engine":
            what = "Engine test"
        else:
            what = "Launch"
        if self.weapon and self.test_type != "nuclear":
            what += f" of {self.weapon}"
        return f"{what}, {self.place}" if self.place else what


class Observation(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
                  forbid_unknown_fields=True):  # fmt: skip
    """What was seen at a site or of a programme, and by what means.

    Attributes
    ----------
    party : party id
        Whose programme.
    site : site id
        Where.
    facility : text
        Which facility of the site.
    date : EDTF date
        When it was seen; a span for a period observed.
    activity : operating, not_operating, construction, dismantlement, maintenance, preparation, \
deployment, production, engine_test, parade, reprocessing or other
        What was seen.
    observer : party id
        Who saw it.
    means : text
        Imagery, inspection, announcement, seismic.
    admiralty : code
        Admiralty code.
    text : text
        What was seen, in our own words.
    """

    kind: ClassVar[str] = "observation"

    party: Id
    site: Id | None = None
    facility: Text | None = None
    date: Edtf
    activity: Activity
    observer: Id | None = None
    means: Text | None = None
    admiralty: Admiralty | None = None
    text: Text

    @property
    def label(self) -> str:
        return self.text


class Site(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
           forbid_unknown_fields=True):  # fmt: skip
    """A place that matters to a commitment.

    Attributes
    ----------
    name : text
        Its name.
    party : party id
        On whose territory.
    site_type : text
        Test site, reactor, enrichment plant, launch site, liaison office, meeting place.
    lat, lon : degrees, WGS 84
        Position.
    position_basis : text
        How the position is known and how exact it is.
    """

    kind: ClassVar[str] = "site"

    name: Text
    party: Id | None = None
    site_type: Text
    lat: Latitude | None = None
    lon: Longitude | None = None
    position_basis: Text | None = None

    @property
    def label(self) -> str:
        return self.name


class Access(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
             forbid_unknown_fields=True):  # fmt: skip
    """A request, grant, refusal, visit or end of access, by site and by whom.

    Attributes
    ----------
    party : party id
        Who controls the place.
    inspector : party id
        Who asked or came.
    inspector_name : text
        The same in words, for persons and groups that are no party.
    site : site id
        Where.
    place : text
        Where, in words.
    date : EDTF date
        When; a span for a period of access.
    access_type : request, grant, refusal, visit, withdrawal, end, statement or report
        What happened.
    text : text
        In our own words.
    """

    kind: ClassVar[str] = "access"

    party: Id
    inspector: Id | None = None
    inspector_name: Text | None = None
    site: Id | None = None
    place: Text | None = None
    date: Edtf
    access_type: AccessType
    text: Text

    @property
    def label(self) -> str:
        return self.text


class Estimate(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
               forbid_unknown_fields=True):  # fmt: skip
    """A published figure for a quantity that nobody can count.

    Attributes
    ----------
    party : party id
        Whose quantity.
    quantity : text
        What is estimated (``plutonium separated``).
    date : EDTF date
        The date it speaks of.
    low, best, high : numbers
        As published; empty where not given.
    unit : unit
        Unit of the figures.
    author : text
        Who estimated.
    text : text
        What else the source says of it.
    """

    kind: ClassVar[str] = "estimate"

    party: Id
    quantity: Text
    date: Edtf
    low: float | None = None
    best: float | None = None
    high: float | None = None
    unit: Text
    author: Text | None = None
    text: Text | None = None

    @property
    def label(self) -> str:
        return f"{self.quantity}, {self.author}" if self.author else self.quantity


class Parameter(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
                forbid_unknown_fields=True):  # fmt: skip
    """A dated physical fact that a model needs: a reactor run, a campaign, a hall.

    Attributes
    ----------
    party : party id
        Whose facility.
    site : site id
        Where.
    facility : text
        Which facility of the site, as observations name it.
    name : text
        Which quantity (``reactor.thermal_power``).
    date : EDTF date
        The period for which it holds.
    low, best, high : numbers
        Its range.
    unit : unit
        Unit of the figures.
    text : text
        What it rests on.
    """

    kind: ClassVar[str] = "parameter"

    party: Id
    site: Id | None = None
    facility: Text | None = None
    name: Text
    date: Edtf
    low: float | None = None
    best: float | None = None
    high: float | None = None
    unit: Text
    text: Text | None = None

    @property
    def label(self) -> str:
        return self.name
