"""Steps that cannot be ordered are refused, every fault at once."""

from __future__ import annotations

from datetime import date

from tests.dossiers_in_place import dossier
from tests.roadmap.roadmap_world import step

from servanda.parameters import Parameters
from servanda.roadmap.faults import cycles
from servanda.roadmap.reading import days_of, read

JUDGED = Parameters().of("roadmap")
START = date(2019, 3, 1)


def reading(*steps, day: str = "2019-03-01", **options):
    return read(dossier(day, *steps), START, 365, JUDGED, **options)


def told(*steps, **options) -> list[str]:
    return [fault.what for fault in reading(*steps, **options).faults]


def test_every_fault_is_named_at_once():
    said = told(
        step("a", after=("step/c",)),
        step("b", "south>north", after=("step/a",)),
        step("c", after=("step/b",), verifier="party/nobody"),
        step("d", "elsewhere>north"),
        step("e", "north>north"),
        step("f", due="2019-01"),
        step("g", not_before="2019-10-01", due="2019-09-30"),
        values={"step/a": {"duration_days": -3.0, "irreversible_share": 1.5}},
    )
    assert said == [
        "step/a: duration_days -3 is no number from 0 up",
        "step/a: irreversible_share 1.5 is no share",
        "step/c: party/nobody is no party on record by then",
        "step/d: party/elsewhere is no party on record by then",
        "step/e: obligor and recipient are the same",
        "step/f: due 2019-01 is before the plan starts on 2019-03-01",
        "step/g: due 2019-09-30 is before not_before 2019-10-01",
        "steps wait for one another in a circle: step/a after step/c after step/b after step/a",
    ]


def test_every_circle_is_named_once():
    assert cycles({"a": ["b"], "b": ["a", "c"], "c": ["b"], "d": []}) == [
        ["a", "b", "a"],
        ["b", "c", "b"],
    ]


def test_steps_that_balance_nothing_are_refused():
    assert told(step("a"), step("b")) == [
        "no party both gives and receives, so there is nothing to balance"
    ]


def test_a_step_not_on_record_yet_holds_up_nobody_and_is_mentioned():
    found = reading(
        step("a", after=("step/later",), together=("step/later",)),
        step("b", "south>north"),
        step("later", known="2019-06-01"),
    )
    assert not found.faults
    assert [task.id for task in found.problem.tasks] == ["step/a", "step/b"]
    assert found.left_out == [
        "step/a waits for step/later, which was not on record by then",
        "step/a goes with step/later, which was not on record by then",
    ]


def test_dates_become_days_from_the_start():
    found = reading(
        step("a", not_before="2019-04", due="2019-06"),
        step("b", "south>north", days=2.2, verification_days=0.5, not_before="2018"),
    )
    a, b = found.problem.tasks
    assert (a.earliest, a.due) == (31, (date(2019, 6, 30) - START).days)
    assert (b.earliest, b.duration, b.verification) == (0, 3, 1)


def test_how_much_a_verifier_can_do_is_its_own_or_the_parameter():
    from servanda.records import Party

    busy = Party(id="party/agency", known="1990", name="Agency", short="Agency",
                 party_type="organisation", role="monitor", verification_capacity=4)  # fmt: skip
    found = read(
        dossier("2019-03-01", busy, step("a", verifier="party/agency"),
                step("b", "south>north", verifier="party/monitor")),
        START, 365, JUDGED,
    )  # fmt: skip
    assert found.problem.capacity == {"party/agency": 4, "party/monitor": 2}


def test_horizons_are_months_years_weeks_or_days():
    assert days_of("36m", START) == (date(2022, 3, 1) - START).days
    assert days_of("3y", START) == days_of("36m", START)
    assert days_of("10w", START) == 70
    assert [days_of(text, START) for text in ("", "m", "0m", "-3m", "3", "99999y", "²m")] == [
        None
    ] * 7
