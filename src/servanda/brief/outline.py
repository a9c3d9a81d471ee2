"""The order of the brief, after the essay: what is said where, drawn where, and said to be missing.

Only names and order stand here; the sentences are the findings' own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Say:
    """A paragraph made of the sentences of some findings, after a run-in heading."""

    lead: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Draw:
    """A chart, by name."""

    chart: str


@dataclass(frozen=True, slots=True)
class List:
    """A table, by name."""

    table: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the brief: anchor, title, the objective it takes in, and what stands in it."""

    anchor: str
    title: str
    items: tuple[Say | Head | Draw | List, ...]
    objectives: tuple[str, ...] = ()


OUTLINE: tuple[Part, ...] = (
    Part(
        "standing",
        "Where things stand",
        (
            Say("", ("verification.days_since_nuclear_test",
                     "verification.days_since_ballistic_launch")),
            Draw("tests"),
            Say("How unusual the calm is.", ("verification.lull",)),
            Say("What is new.", ("assessment.latest_facts",)),
        ),
        ("standing",),
    ),
    Part(
        "opportunities",
        "Two opportunities",
        (
            Head("Negotiation at the highest level"),
            Say("", ("dialogue.leader_meetings",)),
            Draw("contacts"),
            Say("Tone.", ("dialogue.tone",)),
            Draw("tone"),
            Head("Commitments, and whether they are being kept"),
            Draw("levels"),
            Say("Denuclearisation.", ("assessment.score_denuclearisation",)),
            Say("Peace regime and military.", ("assessment.score_peace_military",)),
            Say("Exchange and humanitarian.", ("assessment.score_exchange_humanitarian",)),
            Draw("scores"),
            List("leading"),
        ),
        ("opportunity",),
    ),
    Part(
        "illusions",
        "Two illusions",
        (
            Head("The nuclear illusion: a pause is not an end"),
            Say("What was seen.", ("verification.observed_activity",)),
            Say("What went on.", ("assessment.nuclear_illusion",)),
            List("facilities"),
            Draw("facilities"),
            Say("Fissile material.", ("capability.plutonium_kg", "capability.heu_kg",
                                      "capability.weapons_worth")),
            List("pools"),
            Draw("stocks"),
            Say("The missile programme.", ("capability.missile_programme",)),
            List("programme"),
            Say("How far they reach.", ("capability.demonstrated_range_km",)),
            Draw("demonstrated"),
            Head("The illusion of stability: calm is not progress"),
            Say("", ("assessment.stability_illusion",)),
            Draw("calm"),
        ),
        ("illusion",),
    ),
    Part(
        "risk",
        "The main risk: staging",
        (
            Say("", ("assessment.thinness",)),
            Draw("thinness"),
            Head("Claims of success, and what was verified that day"),
            Say("", ("assessment.claims",)),
            Draw("claims"),
            List("claims"),
        ),
        ("risk",),
    ),
    Part(
        "dialogue",
        "First objective: formalise the dialogue",
        (
            Say("The working level.", ("dialogue.working_level_silence_days",)),
            Say("Channels.", ("dialogue.channels_alive",)),
            Say("Without the leaders.", ("dialogue.resilience",)),
            Draw("network"),
            Say("Liaison offices.", ("dialogue.liaison_offices",)),
            Say("Third parties.", ("dialogue.third_parties",)),
            List("third_parties"),
        ),
        ("dialogue",),
    ),
    Part(
        "verification",
        "Second objective: implement and verify denuclearisation",
        (
            Say("The moratorium.", ("verification.moratorium",)),
            Say("The test-ban treaty.", ("verification.ctbt",)),
            Say("Access to sites.", ("verification.site_access",)),
            Draw("access"),
            List("sites"),
            Say("Who could see a breach.", ("verification.gaps",)),
            List("measures"),
        ),
        ("verification",),
    ),
    Part(
        "military",
        "Third objective: reduce the risk of accidental conflict",
        (
            Say("The military agreement.", ("military.agreement",)),
            Say("Zones.", ("military.zones",)),
            Draw("zones"),
            Say("Incidents.", ("military.incidents",)),
            Draw("incidents"),
            Say("Notifications.", ("military.notifications",)),
            Say("The armistice bodies.", ("military.armistice_commission",)),
            Say("The return of remains.", ("military.remains",)),
        ),
        ("military",),
    ),
    Part(
        "human-security",
        "Fourth objective: human security",
        (
            Say("Humanitarian exemptions.", ("human_security.exemptions",)),
            List("exemptions"),
            Say("What the UN asked for.", ("human_security.needs",)),
            Say("How people live.", ("human_security.dimensions",)),
            Draw("indicators"),
            List("indicators"),
        ),
        ("human_security",),
    ),
    Part(
        "roadmap",
        "What a roadmap would look like",
        (
            Say("Action for action.", ("roadmap.exposure",)),
            Draw("exposure"),
            List("steps"),
        ),
    ),
    Part(
        "outlook",
        "What to watch",
        (
            Say("", ("outlook.watch",)),
            Say("Dates ahead.", ("outlook.dates_ahead",)),
            List("ahead"),
        ),
        ("outlook",),
    ),
)  # fmt: skip

# Shown in place of a finding that is absent: its id, and what is therefore not said.
NOT_ASSESSED: dict[str, str] = {
    "capability.heu_kg": "Not yet assessed: how much fissile material was held. A pause in testing "
    "says nothing about it.",
    "capability.missile_programme": "Not yet assessed: what the missile programme was seen doing "
    "without launches.",
    "capability.demonstrated_range_km": "Not yet assessed: how far missiles had been shown to fly.",
    "assessment.nuclear_illusion": "Not yet assessed: whether each facility operated during the "
    "pause. No figure in this brief measures it.",
    "assessment.stability_illusion": "Not yet assessed: whether the calm went with progress.",
    "assessment.thinness": "Not yet assessed: how thin the process is by its institutions.",
    "verification.ctbt": "Not yet assessed: signature and ratification of the Comprehensive "
    "Nuclear-Test-Ban Treaty.",
    "military.agreement": "Not yet assessed as a whole: the military agreement. Its commitments "
    "are counted at the end of this section.",
    "dialogue.liaison_offices": "Nothing on record by then on liaison offices.",
    "military.incidents": "No incident is on record by then.",
    "military.remains": "Nothing on record by then on the return of remains.",
    "human_security.exemptions": "No humanitarian exemption is on record by then.",
    "human_security.dimensions": "No published figure on living conditions is held for this date.",
    "roadmap.exposure": "Not yet assessed: in which order the commitments could be carried out, "
    "and what each side would risk at each step.",
}

# What is said to be missing only of a process about arms: one of which tests are on record, or
# commitments on denuclearisation.
ARMS = ("verification.lull", "assessment.score_denuclearisation")
OF_ARMS = (
    "capability.heu_kg", "capability.missile_programme", "capability.demonstrated_range_km",
    "assessment.nuclear_illusion", "verification.ctbt",
)  # fmt: skip

# The five numbers of the opening are the first five of these that there are: id, what it counts.
HEADLINES: tuple[tuple[str, str], ...] = (
    ("verification.days_since_ballistic_launch", "since the last ballistic launch"),
    ("verification.days_since_nuclear_test", "since the last nuclear test"),
    ("assessment.score_denuclearisation", "denuclearisation score, where reported"),
    ("capability.heu_kg", "highly enriched uranium"),
    ("assessment.thinness", "risk of staging, by the institutions"),
    ("dialogue.working_level_silence_days", "since the last working-level contact"),
    ("military.incidents", "in the last year"),
    ("dialogue.leader_meetings", "between leaders in the last year"),
    ("human_security.exemptions", "of humanitarian exemptions on record"),
)

# Names of findings for heads of notes.
NAMES: dict[str, str] = {
    "verification.days_since_nuclear_test": "Last nuclear test",
    "verification.days_since_ballistic_launch": "Last ballistic launch",
    "verification.lull": "Tests and launches",
    "verification.moratorium": "Moratorium",
    "verification.observed_activity": "Activity seen",
    "assessment.latest_facts": "Latest facts",
    "verification.ctbt": "Test-ban treaty",
    "verification.site_access": "Access to sites",
    "verification.gaps": "Verification of commitments",
    "capability.plutonium_kg": "Plutonium",
    "capability.heu_kg": "Highly enriched uranium",
    "capability.weapons_worth": "Weapons’ worth",
    "capability.missile_programme": "Missile programme",
    "capability.demonstrated_range_km": "Demonstrated range",
    "dialogue.leader_meetings": "Meetings of leaders",
    "dialogue.tone": "Tone of statements",
    "dialogue.channels_alive": "Channels",
    "dialogue.working_level_silence_days": "Contacts",
    "dialogue.resilience": "Resilience of channels",
    "dialogue.liaison_offices": "Liaison offices",
    "dialogue.third_parties": "Third parties",
    "military.agreement": "Military agreement",
    "military.zones": "Zones",
    "military.incidents": "Incidents",
    "military.notifications": "Notifications",
    "military.armistice_commission": "Armistice bodies",
    "military.remains": "Return of remains",
    "human_security.exemptions": "Humanitarian exemptions",
    "human_security.needs": "UN plan",
    "human_security.dimensions": "Living conditions",
    "assessment.score_denuclearisation": "Score: denuclearisation",
    "assessment.score_peace_military": "Score: peace regime and military",
    "assessment.score_exchange_humanitarian": "Score: exchange and humanitarian",
    "assessment.nuclear_illusion": "Activity during the pause",
    "assessment.stability_illusion": "Calm and progress",
    "assessment.thinness": "Thinness",
    "assessment.claims": "Claims of success",
    "roadmap.exposure": "Roadmap",
    "outlook.dates_ahead": "Dates ahead",
    "outlook.watch": "Conditions watched",
}

COMMITMENTS = "commitment/"
SCORES = "assessment.score_"
LEADING_AGREEMENTS = 6  # agreements shown in the text, latest first
LEADING_ROWS = 6  # rows of each, denuclearisation first
ROUND = "assessment.thinness"  # its part "agreements" names the texts of the round under way
FORMS = {
    "deliver": "to deliver", "refrain": "to refrain", "sustain": "to sustain",
    "quantified": "to keep to a limit",
}  # fmt: skip
UNDERTAKINGS = {
    "legal_obligation": "legal obligation", "mutual_commitment": "mutual commitment",
    "unilateral_pledge": "unilateral pledge", "oral_promise": "oral promise",
}  # fmt: skip
