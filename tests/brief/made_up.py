"""A survey written by hand, so that the brief is tested apart from what computes."""

from __future__ import annotations

from tests.dossiers_in_place import commitment, contact, dossier, launch, report

from servanda.dossier import Dossier
from servanda.records import Finding, Incident, Source, Statement
from servanda.surveys import Survey

HOSTILE = "<script>alert('Korea & \"more\"')</script> | *bold* [x](y)"
SOURCES = (
    Source(id="source/agency", known="2018-05-25", publisher="Northern News Agency",
           title="Test site <closed>", published="2018-05-25", url="https://example.org/a?b=1&c=2",
           check="seen_primary"),
    Source(id="source/later", known="2019-01-31", publisher="Yearbook", title="핵실험장 폐쇄 연표",
           published="2019-01-31", url="javascript:alert(1)", check="seen_excerpt"),
)  # fmt: skip
RECORDS = (
    *SOURCES,
    launch("2017-11-28T18:17Z", id="test/last", weapon="Hwasong-15", place="Pyongsong",
           tz="Asia/Seoul", sources=("source/agency",)),
    launch("2006-07-05", id="test/first", sources=("source/agency",)),
    commitment("site", sources=("source/agency",)),
    commitment("roads", title="joint survey of roads", theme="exchange_humanitarian",
               obligors=("party/north", "party/south"), objective="dialogue"),
    report("2018-05-24", 3, "C3", id="evidence/closed", known="2018-05-25",
           text="Tunnels were seen collapsing.", sources=("source/agency", "source/later"),
           known_basis="contemporary", note="Experts were not admitted."),
    contact("2018-04-27", "leader", id="contact/summit", outcome="Summit at the border",
            sources=("source/later",), known_basis="contemporary"),
    Incident(id="incident/shots", known="2018-01-02", date="2018-01-01", text=HOSTILE, severity=3,
             sources=("source/agency",)),
    Statement(id="statement/claim", known="2018-06-13", party="party/south", speaker="President",
              said="2018-06-13", quote="No longer a threat", gist="Said the threat had ended.",
              claims_success=True),
)  # fmt: skip


def small_dossier() -> Dossier:
    """The records above, as of 21 February 2019."""
    return dossier("2019-02-21", *RECORDS)


def _deliver(slug: str, obligor: str, level: int | None, **fields: object) -> Finding:
    rated = level is not None
    masses = [0.1, 0.0, 0.15, 0.55]
    row = {f"m{n}": mass for n, mass in enumerate(masses)} | {"theta": 0.2}
    return Finding(
        id=f"commitment/{slug}/{obligor}",
        objective="verification" if slug == "site" else "dialogue",
        sentence=f"The {slug} by the {obligor}.",
        value=level if rated else "no evidence",
        low=0.55 if rated else None,
        high=0.75 if rated else None,
        basis="derived" if rated else "absent",
        cites=(f"commitment/{slug}", "agreement/accord", f"party/{obligor}",
               *(("evidence/closed",) if rated else ())),
        method="belief",
        parts={
            "title": "closure of the test site" if slug == "site" else "joint survey of roads",
            "agreement": "April accord", "article": "art. 3", "form": "deliver",
            "theme": "denuclearisation" if slug == "site" else "exchange_humanitarian",
            "undertaking": "mutual_commitment", "obligor": obligor.title(),
            "obligor_id": f"party/{obligor}", "status": "rated" if rated else "no evidence",
            "declared": "in force", "due": None, "level": level,
            "masses": masses if rated else None, "theta": 0.2 if rated else None,
            "last_report_days": 273 if rated else None, "last_verified_days": None,
        },
        series=({"date": "2018-05-25", **row},) if rated else (),
        **fields,
    )  # fmt: skip


VERIFIED = {"denuclearisation": [0, 1], "peace_military": [0, 0],
            "exchange_humanitarian": [0, 0]}  # fmt: skip
FINDINGS = (
    Finding(id="verification.days_since_ballistic_launch", objective="standing",
            sentence="450 days since the last ballistic launch, on 28 November 2017.", value=450,
            low=449, high=450, unit="days", cites=("test/last", "party/north"),
            method="days-since"),
    Finding(id="verification.lull", objective="standing",
            sentence="The present lull, 450 days, has not ended.", value=450, low=449, high=450,
            unit="days", basis="derived", cites=("test/first", "test/last"), method="lull",
            parts={"ballistic": {"current": 450, "longer": [
                {"low": 4164, "high": 4164, "from": "2006-07-05", "to": "2017-11-28T18:17Z"}]}},
            series=({"date": "2006-07-05", "type": "ballistic", "label": "Launch"},
                    {"date": "2017-11-28", "type": "ballistic", "label": "Launch"})),
    Finding(id="dialogue.leader_meetings", objective="opportunity",
            sentence="Leaders met once.", value=1, unit="contacts", cites=("contact/summit",),
            method="leader-meetings"),
    Finding(id="assessment.thinness", objective="risk", sentence="The thinness is elevated.",
            value="elevated", low=6, high=9, unit="points of thinness, out of 12",
            basis="derived", cites=("commitment/site", "commitment/roads"), method="thinness",
            parts={"level_low": "guarded", "level_high": "high", "interval": "Wilson, 90 %",
                   "since": "2018-04-21",
                   "shares": [{"name": "delivered and independently verified", "count": 1,
                               "of": 3, "share": 0.333, "low": 0.1, "high": 0.7}]}),
    Finding(id="assessment.claims", objective="risk", sentence="One claim is on record.",
            value=1, unit="claims", cites=("statement/claim",), method="claims",
            parts={"since": "2018-04-21", "verified_now": VERIFIED,
                   "verified_by_month": [{"date": "2018-05-01", "verified": VERIFIED}],
                   "calendar": [{"date": "2020-04-15", "title": HOSTILE, "id": "event/vote",
                                 "parties": ["party/south"]}]},
            series=({"date": "2018-06-13", "speaker": "President", "party": "South",
                     "party_id": "party/south",
                     "quote": "No longer a threat", "gist": "Said the threat had ended.",
                     "verified": VERIFIED},)),
    _deliver("roads", "north", None),
    _deliver("roads", "south", None),
    _deliver("site", "north", 3),
    Finding(id="military.incidents", objective="military",
            sentence=f"One incident is on record: {HOSTILE}", value=1, unit="incidents",
            cites=("incident/shots",), method="incidents",
            parts={"window_days": 365, "counting_rule": "one record per incident"},
            series=({"date": "2018-01-01", "label": HOSTILE, "severity": 3},)),
)  # fmt: skip


def small_survey(*left_out: str, checkpoint: str | None = None) -> Survey:
    """The findings above, without some."""
    return Survey(
        process="made-up",
        title="Made up",
        as_of="2019-02-21",
        log={"size": 18, "checkpoint": checkpoint},
        findings=tuple(finding for finding in FINDINGS if finding.id not in left_out),
    )
