"""Conditions that a user sets: met, not met or unknown, and every fault of a file at once."""

from __future__ import annotations

import json

import pytest
from tests.dossiers_in_place import act, commitment, contact, dossier, launch

from servanda.assessment.conditions import Condition, read_conditions, shipped
from servanda.assessment.watch import deadlines, evaluate
from servanda.errors import DataError, UsageError
from servanda.records import Event, Exemption, Observation

DAY = "2018-12-31"


def state(condition, *records, day=DAY, values=None):
    (watched,) = evaluate(dossier(day, *records), [Condition(name="x", **condition)], values)
    return watched.state


SILENCE = {"kind": "silence", "levels": ("working",), "days": 60}


def test_a_silence_is_met_when_it_is_long_enough_at_the_levels_watched():
    talks, summit = contact("2018-10-01", "working"), contact("2018-12-30", "leader")
    assert state(SILENCE, talks, summit) == "met"
    assert state(SILENCE, talks, summit, day="2018-11-15") == "not met"
    assert state(SILENCE, summit) == "unknown"


def test_what_was_seen_counts_from_the_day_it_became_known():
    seen = Observation(id="observation/a", known="2018-12-20", party="party/north",
                       date="2018-03-01", activity="reprocessing", text="Steam.")  # fmt: skip
    watched = {"kind": "seen", "activities": ("reprocessing",), "days": 30}
    assert state(watched, seen) == "met"
    assert state(watched, seen, day="2018-12-19") == "not met"
    assert state(watched | {"activities": ("parade",)}, seen) == "not met"


def test_tests_acts_and_exercises():
    drill = Event(id="event/drill", known="2018-12-01", date="2019-02-10", event_type="exercise",
                  parties=("party/south",), planned=True, title="Winter exercise")  # fmt: skip
    coming = {"kind": "event", "events": ("exercise",), "days": 10, "ahead_days": 60}
    assert state(coming, drill) == "met"
    assert state(coming | {"ahead_days": 20}, drill) == "not met"
    assert (
        state({"kind": "test", "types": ("ballistic",), "days": 30}, launch("2018-12-24")) == "met"
    )
    leaving = {"kind": "act", "acts": ("withdraws",), "days": 30}
    assert state(leaving, commitment(), act("2018-12-24", "withdraws")) == "met"
    assert state(leaving, commitment(), act("2018-12-24", "suspends")) == "not met"


GRANT = Exemption(id="exemption/a", known="2018-10-01", organisation_name="An NGO",
                  decided="2018-10-01", decision="granted", expires="2019-02-15", text="Pumps.")  # fmt: skip


def test_a_grant_about_to_expire_and_its_date():
    assert state({"kind": "expiring", "ahead_days": 60}, GRANT) == "met"
    assert state({"kind": "expiring", "ahead_days": 30}, GRANT) == "not met"
    (row,) = deadlines(dossier(DAY, GRANT))
    assert (row["within"], row["date"]) == (90, "2019-02-15")


def test_a_finding_is_watched_by_its_number(korea_survey, korea_as_of):
    values = {finding.id: finding for finding in korea_survey("2019-02-21")}
    watched = [
        Condition(name="a", kind="finding", finding="verification.lull", above=400),
        Condition(name="b", kind="finding", finding="verification.lull", below=400),
        Condition(name="c", kind="finding", finding="no.such", above=1),
    ]
    states = [one.state for one in evaluate(korea_as_of("2019-02-21"), watched, values)]
    assert states == ["met", "not met", "unknown"]


def test_the_shipped_conditions_differ_by_date(korea_as_of):
    def met(day):
        return {one.condition.name for one in evaluate(korea_as_of(day), shipped())
                if one.state == "met"}  # fmt: skip

    assert "a site rebuilt or prepared" in met("2019-03-05") - met("2019-02-21")
    assert "a test or launch" in met("2019-05-05") - met("2019-03-05")
    assert "a commitment suspended or withdrawn from" in met("2020-06-17")


def test_every_fault_of_a_file_is_told_at_once(tmp_path):
    path = tmp_path / "watch.toml"
    path.write_text(
        '[[watch]]\nname = "a"\nkind = "silense"\n'
        '[[watch]]\nkind = "seen"\nactivities = ["steam"]\ndays = -3\n'
        '[[watch]]\nname = "a"\nkind = "expiring"\nahead_days = "soon"\ncolour = "red"\n'
    )
    with pytest.raises(DataError) as caught:
        read_conditions(path)
    told = caught.value.message
    for fault in (
        "condition 1 (a): kind 'silense'", "condition 2: name is missing", "activities 'steam'",
        "days -3", "condition 3 (a): name: another", "colour: not read", "ahead_days 'soon'",
    ):  # fmt: skip
        assert fault in told, fault


@pytest.mark.parametrize("text", ["", "watch = 3", "[[watch]\n", "\x00"])
def test_a_file_that_is_none_is_refused(tmp_path, text):
    path = tmp_path / "watch.toml"
    path.write_text(text)
    with pytest.raises((DataError, UsageError)):
        read_conditions(path)
    with pytest.raises(UsageError):
        read_conditions(tmp_path / "missing.toml")


def test_the_command_tells_cron_by_its_exit_code(servanda, tmp_path):
    path = tmp_path / "watch.toml"
    path.write_text(
        '[[watch]]\nname = "launches"\nkind = "test"\ntypes = ["ballistic"]\ndays = 9\n'
    )
    asked = ("watch", "korea", "--conditions", str(path), "--format", "json", "--as-of")
    calm, fired = servanda(*asked, "2019-02-21"), servanda(*asked, "2019-05-05")
    assert (calm.returncode, fired.returncode) == (0, 10)
    assert json.loads(fired.stdout)["met"] == 1
    assert json.loads(calm.stdout)["deadlines"]
    path.write_text("[[watch]]\n")
    assert servanda(*asked, "2019-02-21").returncode == 1


def test_the_command_reads_for_people(servanda):
    told = servanda("watch", "korea", "--as-of", "2019-02-21")
    assert told.returncode == 10
    assert "Within 30 days" in told.stdout
    assert all(len(line) <= 80 for line in told.stdout.splitlines())
