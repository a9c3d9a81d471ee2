"""Who may look: access to sites, promises on the obligor's word, and what was seen meanwhile."""

from __future__ import annotations

from tests.dossiers_in_place import commitment, dossier

from servanda.records import Access, Observation, Site
from servanda.surveys import survey


def found(id: str, day: str, *records):
    return survey(dossier(day, *records), only=id).find(id)


def access(number: int, date: str, access_type: str, **fields) -> Access:
    told = {"known": date, "party": "party/north", "inspector": "party/monitor",
            "place": "the reactor", "text": access_type}  # fmt: skip
    return Access(id=f"access/{number}", date=date, access_type=access_type, **(told | fields))


def test_days_since_inspectors_left_and_offers_that_came_to_nothing():
    finding = found(
        "verification.site_access", "2019-02-21",
        access(1, "2009-04-16", "end"), access(2, "2012-02-29", "grant"),
        access(3, "2012-04-30", "withdrawal"),
    )  # fmt: skip
    assert finding.value == 3598
    assert "No visit by it is known since" in finding.sentence
    assert "One refusal or withdrawn offer is on record" in finding.sentence


def test_promises_that_only_the_obligor_can_vouch_for():
    finding = found(
        "verification.gaps", "2019-02-21",
        commitment("a", verification="own_word", title="no transfer"),
        commitment("b", verification="third_party"),
    )  # fmt: skip
    assert finding.value == 1
    assert "no transfer" in finding.sentence


def test_of_each_facility_the_newest_observation_known_by_then_is_told():
    """Idle since December, announced on 4 March: on 21 February it was still seen at work."""
    site = Site(id="site/centre", known="2000-01-01", name="the centre", site_type="reactor")
    seen = {"party": "party/north", "site": "site/centre", "facility": "reactor"}
    works = Observation(id="observation/1", known="2018-11-22", date="2018-11",
                        activity="operating", text="work on the cooling system", **seen)  # fmt: skip
    idle = Observation(id="observation/2", known="2019-03-04", date="2018-12/2019-03-04",
                       activity="not_operating", text="no indication of operation", **seen)  # fmt: skip
    id = "verification.observed_activity"
    before, after = (found(id, day, site, works, idle) for day in ("2019-02-21", "2019-03-05"))
    assert "cooling system" in before.sentence
    assert "no indication of operation" not in before.sentence
    assert "no indication of operation" in after.sentence
