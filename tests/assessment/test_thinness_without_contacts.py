"""Where no contact was ever recorded, talks may have been held all the same."""

from __future__ import annotations

from servanda.dossier import open_ledger
from servanda.surveys import survey

ID = "assessment.thinness"


def thinness(day):
    return survey(open_ledger("korea").as_of(day), only=ID).find(ID)


def test_contacts_never_recorded_widen_the_interval_downwards():
    found = thinness("2002-09-30")
    assert found.parts["points"] - found.low >= 4
    assert "Contacts are not on record; at best there were talks." in found.sentence


def test_a_silence_after_contacts_were_recorded_counts():
    found = thinness("2021-06-30")
    assert found.low == found.parts["points"] == 7
    assert "No contact between the sides is known in 180 days" in found.sentence
