"""The commands of the roadmap, on the Korean process and on one that somebody else wrote."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("ortools")

KOREA = ("korea", "--start", "2019-02-21", "--horizon", "36m")


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """A small process, written by hand: two sides, six steps, one monitor."""
    folder = tmp_path_factory.mktemp("truce")
    (folder / "party.csv").write_text(
        "id,known,name,short,party_type,role,order\n"
        "party/east,2020-01-01,East,East,state,principal,1\n"
        "party/west,2020-01-01,West,West,state,principal,2\n"
        "party/monitor,2020-01-01,Monitor,Monitor,body,monitor,3\n",
        encoding="utf-8",
    )
    (folder / "source.csv").write_text(
        "id,known,publisher,title,published,url,accessed,check\n"
        "source/talks,2020-01-02,Talks Bureau,Steps on the table,2020-01-02,https://example.org/steps,2020-01-03,"
        "seen_primary\n",
        encoding="utf-8",
    )
    return folder


STEPS = (
    "id,known,sources,title,obligor,recipient,duration_days,verification_days,verifier,cost,value,"
    "irreversible_share,after,due\n"
)


def added(servanda, folder, tmp_path, *rows):
    """A ledger of the small process, and what adding these steps to it said."""
    ledger = str(tmp_path / "ledger")
    steps = tmp_path / "step.csv"
    steps.write_text(STEPS + "\n".join(rows) + "\n", encoding="utf-8")
    assert servanda("init", ledger).returncode == 0
    files = (str(folder / "party.csv"), str(folder / "source.csv"))
    told = servanda("add", ledger, *files, "--yes")
    assert told.returncode == 0, told.stdout + told.stderr
    return ledger, servanda("add", ledger, str(steps), "--yes")


def swap(n, after=""):
    return [
        f"step/e{n},2020-01-02,source/talks,gift {n} of the East,party/east,party/west,10,5,party/monitor,1,1,1,"
        f"{after},",
        f"step/w{n},2020-01-02,source/talks,gift {n} of the West,party/west,party/east,10,5,party/monitor,1,1,1,"
        f"{after},",
    ]


def test_the_korean_plan_is_proven_and_far_below_one_side_first(servanda):
    told = json.loads(servanda("roadmap", "compare", *KOREA, "--format", "json").stdout)
    first = [one for one in told["baselines"] if one["name"] == "first"]
    assert told["exposure_proven"]
    assert told["exposure"] <= 2 / 3 * min(one["exposure"] for one in first)
    assert {one["name"] for one in told["baselines"]} == {"first", "alternation"}
    assert told["makespan_days"] <= told["horizon_days"] == 1096


def test_the_plan_says_path_verifiers_third_parties_and_draws(servanda, tmp_path):
    picture = tmp_path / "plan.svg"
    told = servanda("roadmap", "plan", *KOREA, "-o", str(picture))
    assert told.returncode == 0
    for words in ("Critical path", "IAEA", "liaison: ", "If all stopped that day", "Strict"):
        assert words in told.stdout
    assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_what_nobody_had_proposed_is_left_out_and_named(servanda):
    told = json.loads(servanda("roadmap", "plan", *KOREA, "--format", "json").stdout)
    assert any("step/sanctions-1" in note for note in told["left_out"])
    assert "step/sanctions-1" not in {row["step"] for row in told["steps"]}


def test_own_values_change_the_plan_and_wrong_ones_are_all_named(servanda, tmp_path):
    values = tmp_path / "values.toml"
    values.write_text('["step/ctbt"]\ncost = 40\n', encoding="utf-8")
    args = ("roadmap", "compare", *KOREA, "--format", "json")
    plain, own = servanda(*args), servanda(*args, "--values", str(values))
    assert json.loads(plain.stdout)["exposure"] != json.loads(own.stdout)["exposure"]
    values.write_text('["step/ctb"]\ncost = "much"\n["step/ctbt"]\nprice = 3\n', encoding="utf-8")
    told = servanda(*args, "--values", str(values))
    assert told.returncode == 1
    for words in ("did you mean step/ctbt", "'much' is no number", "price"):
        assert words in told.stderr


def test_a_late_verifier_and_a_dropped_step_are_replanned(servanda):
    told = servanda("roadmap", "stress", *KOREA, "--drop", "step/ctbt", "--delay",
                    "party/iaea=20", "--format", "json")  # fmt: skip
    trials = json.loads(told.stdout)["trials"]
    assert [row["feasible"] for row in trials] == [True, True]
    assert trials[1]["makespan"] > trials[1]["makespan_before"]


def test_no_plan_is_explained_by_the_smallest_conflict(servanda):
    told = servanda("roadmap", "plan", "korea", "--start", "2019-02-21", "--horizon", "12m")
    assert told.returncode == 1
    assert "No plan exists" in told.stdout
    assert "by the horizon" in told.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--horizon", "soon"), "write 36m"),
        (("--ceiling", "120"), "between 0 and 100"),
        (("--seconds", "0"), "--seconds 0"),
        (("--start", "2019-02-30"), "--start"),
        (("--as-of", "1990-01-01"), "no steps on record"),
    ],
)
def test_wrong_usage_leaves_with_2(servanda, arguments, words):
    told = servanda("roadmap", "plan", "korea", *arguments)
    assert told.returncode == 2
    assert words in told.stderr
    assert "Traceback" not in told.stderr


def test_a_process_of_somebody_else_is_planned(servanda, other, tmp_path):
    rows = [*swap(1), *swap(2, "step/e1;step/w1"), *swap(3, "step/e2;step/w2")]
    ledger, told = added(servanda, other, tmp_path, *rows)
    assert told.returncode == 0, told.stdout
    told = servanda("roadmap", "plan", ledger, "--start", "2020-02-01", "--horizon", "1y",
                    "--format", "json")  # fmt: skip
    assert told.returncode == 0, told.stderr
    plan = json.loads(told.stdout)
    assert plan["exposure_proven"]
    # one gift at a time is open to loss: of three, and gifts are half of what is at stake
    assert plan["exposure"] == pytest.approx(100 / 6, abs=0.1)
    assert "Monitor" in {row["verifier"] for row in plan["readiness"]}


def test_steps_in_a_circle_are_not_taken_in(servanda, other, tmp_path):
    _, told = added(
        servanda, other, tmp_path,
        "step/a,2020-01-02,source/talks,one,party/east,party/west,10,0,,1,1,1,step/b,",
        "step/b,2020-01-02,source/talks,two,party/west,party/east,10,0,,1,1,1,step/a,",
        "step/c,2020-01-02,source/talks,three,party/south,party/west,-10,0,,1,1,1,,",
    )  # fmt: skip
    assert told.returncode == 1
    for words in ("circle: step/a, step/b, step/a", "-10"):
        assert words in told.stdout + told.stderr


def test_a_due_date_before_the_start_is_named_with_all_else(servanda, other, tmp_path):
    rows = [
        "step/c,2020-01-02,source/talks,three,party/east,party/west,10,0,,1,1,1,,2020-01-15",
        "step/d,2020-01-02,source/talks,four,party/west,party/east,10,0,,1,1,1,,2020-01-16",
    ]
    ledger, told = added(servanda, other, tmp_path, *rows)
    assert told.returncode == 0, told.stdout
    told = servanda("roadmap", "plan", ledger, "--start", "2020-02-01")
    assert told.returncode == 1
    assert "step/c: due 2020-01-15 is before the plan starts" in told.stderr
    assert "step/d: due 2020-01-16 is before the plan starts" in told.stderr


def test_the_brief_says_what_a_plan_would_have_bounded(korea_survey):
    found = korea_survey("2019-02-21").find("roadmap.exposure")
    assert found.parts["not_computed"] == 0
    assert found.low <= found.value < 10
    assert "Third parties could supply" in found.sentence
    assert {"liaison", "verification", "exemption"} <= found.parts["supplies"].keys()
