"""The daily report: what became known, what it changes, and nothing that was known before."""

from __future__ import annotations

import json


def report(servanda, *arguments):
    told = servanda("incidents", "daily", "korea", *arguments, "--format", "json")
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def test_the_unc_inquiry_of_may_2020_is_a_step_of_an_older_incident(servanda):
    told = report(servanda, "--date", "2020-05-26")
    steps = {(row["incident"], row["step"]) for row in told["steps"]}
    post = "incident/2020-05-03-guard-post-250-cheorwon"
    assert {(post, "verified"), (post, "attributed")} <= steps
    assert post not in {row["incident"] for row in told["new"]}
    assert "both sides broke the armistice" in next(
        row["author"] for row in told["steps"] if row["step"] == "verified"
    )


def test_the_day_after_has_none_of_it(servanda):
    told = report(servanda, "--date", "2020-05-27")
    assert [told[name] for name in ("new", "steps", "zones", "acts")] == [[], [], [], []]
    assert all(row["now"] == row["before"] for row in told["counts"])


def test_zones_that_ceased_to_bind_are_told_with_the_declarations(servanda):
    told = report(servanda, "--date", "2023-11-24", "--against", "2023-11-21")
    ended = {(row["zone"], row["party"]) for row in told["zones"] if not row["binds"]}
    assert ("zone/cma-land", "DPRK") in ended
    assert ("zone/cma-land", "ROK") not in ended
    assert {row["party"] for row in told["acts"]} == {"DPRK", "ROK"}


def test_counting_rule_and_emptiness_are_said(servanda):
    told = servanda("incidents", "daily", "korea", "--date", "2020-05-27").stdout
    assert "Counting rule" in told
    assert told.count("Nothing became known.") >= 5


def test_a_list_is_narrowed_to_a_time_and_a_side(servanda):
    told = servanda("incidents", "list", "korea", "--since", "2020-01-01", "--until",
                    "2020-12-31", "--party", "DPRK", "--format", "json")  # fmt: skip
    rows = json.loads(told.stdout)["incidents"]
    assert {row["by"] for row in rows} == {"DPRK"}
    assert {row["date"][:4] for row in rows} == {"2020"}


def test_notices_are_messages_with_what_answers_to_them(servanda):
    told = servanda("incidents", "notices", "korea", "--as-of", "2019-02-21").stdout
    assert "1 From: DPRK" in told
    assert "24 to 72 hours ahead" in told
    assert "20 November 2018" in told.partition("8 Seen:")[2]


def test_wrong_usage_is_named(servanda):
    for arguments, words in (
        (("daily", "korea", "--date", "2020-05-26", "--against", "2020-05-26"), "not before"),
        (("list", "korea", "--party", "Atlantis"), "no such party"),
        (("daily", "korea", "--date", "26.5.2020"), "YYYY-MM-DD"),
    ):
        told = servanda("incidents", *arguments)
        assert told.returncode == 2
        assert words in told.stderr
