"""Machine-coded events: what is read, what counts as one event, what is refused."""

from __future__ import annotations

import gzip
import zipfile

import pytest

pytest.importorskip("polars")

from event_files import acled, gdelt, icews, polecat

from servanda.desks.military.events import opening
from servanda.desks.military.events.report import count_events
from servanda.errors import DataError, UsageError
from servanda.parameters import Parameters

JUDGED = Parameters().of("desks.military.events")


@pytest.fixture
def count(tmp_path, korea_as_of):
    """Count the files given, as name and text or bytes; the Korean process as of 2025-06-01."""

    def counted(files, pair=("ROK", "DPRK"), as_of="2025-06-01", least=None, **options):
        for name, text in files.items():
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        judged = JUDGED | ({} if least is None else {"least_sources": least})
        return count_events([str(tmp_path)], korea_as_of(as_of), judged, pair=pair, **options)

    return counted


def rows(*lines):
    return "\n".join(lines) + "\n"


def of_month(told, month, pair=0):
    return next(row for row in told["pairs"][pair]["months"] if row["month"] == month)


def test_classes_and_directions_are_counted_by_month(count):
    told, faults = count({"a.export.CSV": rows(
        gdelt(code="042", score="1.9", url="u1"),
        gdelt(code="070", score="7.0", url="u2"),
        gdelt(code="111", score="-2.0", url="u3", a="PRK", b="KOR"),
        gdelt(code="190", score="-10.0", url="u4", day="20180502"),
        gdelt(a="USA", b="CHN", url="u5", day="20180502"),
        gdelt(a="", b="PRK", url="u6"),
    )})  # fmt: skip
    april = of_month(told, "2018-04")
    assert (april["verbal_cooperation"], april["material_cooperation"]) == (1, 1)
    assert (april["cooperation"], april["conflict"], april["events"]) == (2, 1, 3)
    assert (april["first_to_second"], april["second_to_first"]) == (2, 1)
    assert april["goldstein_mean"] == 2.3  # (1.9 + 7.0 - 2.0) / 3
    assert of_month(told, "2018-05")["material_conflict"] == 1
    assert not faults


def test_rows_of_one_source_address_are_one_event(count):
    same = gdelt(url="https://paper.example/1")
    told, _ = count(
        {"a.CSV": rows(same, same, gdelt(id="2"), gdelt(url="https://other.example/1"))}
    )
    assert of_month(told, "2018-04")["events"] == 2
    assert told["rows"]["duplicates"] == 2


def test_the_same_address_in_two_files_is_one_event(count):
    told, _ = count({"a.CSV": rows(gdelt()), "b.CSV": rows(gdelt(id="7"))})
    assert told["rows"]["events"] == 1


def test_an_event_needs_two_sources_unless_asked_otherwise(count):
    files = {"a.CSV": rows(gdelt(sources="1", url="u1"), gdelt(sources="2", url="u2"))}
    assert count(files)[0]["rows"]["events"] == 1
    assert count(files, least=1)[0]["rows"]["events"] == 2


def test_of_duplicates_the_one_with_most_sources_counts(count):
    told, _ = count({"a.CSV": rows(gdelt(sources="1"), gdelt(sources="3"))})
    assert told["rows"]["events"] == 1


def test_a_month_that_is_covered_without_events_is_zero_and_others_are_absent(count):
    told, _ = count({"a.CSV": rows(gdelt(), gdelt(a="USA", b="CHN", day="20180601", url="u2"))})
    assert [row["month"] for row in told["pairs"][0]["months"]] == ["2018-04", "2018-06"]
    june = of_month(told, "2018-06")
    assert (june["events"], june["goldstein_mean"]) == (0, None)
    assert (june["days_covered"], june["days_of_month"]) == (1, 30)


def test_what_was_coded_after_the_date_was_not_known_then(count):
    files = {"a.CSV": rows(gdelt(), gdelt(url="u2", added="20190401120000"))}
    told, _ = count(files, as_of="2019-02-21")
    assert told["rows"]["events"] == 1
    assert told["rows"]["coded_later"] == 1


def test_an_event_of_a_month_that_no_file_covers_is_told_and_not_drawn(count):
    told, _ = count({"a.CSV": rows(gdelt(day="20180427", added="20180528120000"))})
    assert told["rows"]["of_months_not_covered"] == 1
    assert [row["events"] for row in told["pairs"][0]["months"]] == [0]


def test_days_can_be_chosen(count):
    files = {"a.CSV": rows(gdelt(), gdelt(day="20180601", url="u2"))}
    from datetime import date

    told, _ = count(files, since=date(2018, 5, 1), until=date(2018, 6, 30))
    assert [row["month"] for row in told["pairs"][0]["months"]] == ["2018-06"]


def test_the_band_narrows_with_the_number_of_events(count):
    few = [gdelt(score=str(1 + n % 3), url=f"u{n}") for n in range(6)]
    many = [gdelt(score=str(1 + n % 3), url=f"u{n}", day="20180501") for n in range(60)]
    told, _ = count({"a.CSV": rows(*few, *many)})
    wide, narrow = (of_month(told, month) for month in ("2018-04", "2018-05"))
    assert wide["goldstein_mean"] == narrow["goldstein_mean"] == 2.0
    # standard deviation .8944 of six, .8234 of sixty; half the band is 1.645 s / sqrt(n)
    assert (wide["goldstein_low"], wide["goldstein_high"]) == (1.4, 2.6)
    assert (narrow["goldstein_low"], narrow["goldstein_high"]) == (1.83, 2.17)


def test_plain_gzip_and_zip_give_the_same(count, tmp_path):
    text = rows(gdelt(url="u1"), gdelt(url="u2", code="190", score="-10"))
    plain = count({"a.CSV": text})[0]
    (tmp_path / "a.CSV").unlink()
    packed = count({"a.CSV.gz": gzip.compress(text.encode())})[0]
    (tmp_path / "a.CSV.gz").unlink()
    with zipfile.ZipFile(tmp_path / "a.export.CSV.zip", "w") as archive:
        archive.writestr("a.export.CSV", text)
    zipped = count({})[0]
    assert plain["pairs"] == packed["pairs"] == zipped["pairs"]


def test_the_size_of_blocks_does_not_show(count, monkeypatch):
    files = {"a.CSV": rows(*(gdelt(url=f"u{n % 17}", day=f"201804{n % 28 + 1:02d}") for n in range(200)),
                           "broken")}  # fmt: skip
    whole = count(files)
    blocks = opening.blocks
    monkeypatch.setattr("servanda.desks.military.events.report.blocks",
                        lambda part, quote: blocks(part, quote, 1_000))  # fmt: skip
    assert count(files) == whole


def test_reports_are_put_together_now_and_then(count, monkeypatch):
    files = {
        "a.CSV": rows(*(gdelt(url=f"u{n % 30}", day=f"201804{n % 10 + 1:02d}") for n in range(300)))
    }
    whole = count(files)[0]
    monkeypatch.setattr("servanda.desks.military.events.counting.HELD", 5)
    assert count(files)[0] == whole


def test_rows_that_cannot_be_read_are_counted_with_file_and_row(count):
    good = gdelt()
    told, faults = count({"a.CSV": rows(
        good, "three\tcolumns\tonly", good + "\tone more", gdelt(day="20180231", url="u2"),
        gdelt(day="17760704", url="u3"), gdelt(day="20180501", added="20180427120000", url="u4"),
        gdelt(quad="7", url="u5"), gdelt(score="much", url="u6"), gdelt(score="55", url="u7"),
        gdelt(sources="", url="u8"), gdelt(added="never", url="u9"),
    )})  # fmt: skip
    assert told["rows"]["read"] == 11
    assert told["rows"]["unreadable"] == 10
    assert told["rows"]["events"] == 1
    lines = [fault.line() for fault in faults]
    for words in (
        "a.CSV: has not the 61 columns of GDELT 2 (2 times, rows 2, 3)",
        "a.CSV, row 4: has no day that can be read",
        "lies before 1979 or after the day it was coded on (2 times, rows 5, 6)",
        "a.CSV, row 7: names no class",
        "has a score that is no number from -10 to 10 (2 times, rows 8, 9)",
        "a.CSV, row 10: does not count its sources",
        "a.CSV, row 11: does not say when it was coded",
    ):
        assert any(words in line for line in lines), words


def test_empty_lines_and_a_missing_last_line_end_are_no_faults(count):
    told, faults = count({"a.CSV": f"\n{gdelt()}\n\n{gdelt(url='u2')}"})
    assert told["rows"]["read"] == 2
    assert not faults


def test_bytes_that_are_no_utf_8_do_not_stop_the_reading(count):
    told, faults = count(
        {"a.CSV": rows(gdelt()).encode().replace(b"ACTOR ONE", b'S\xe3o "Tom\xe9')}
    )
    assert told["rows"]["events"] == 1
    assert not faults


@pytest.mark.parametrize("name, pack", [("a.CSV.gz", "gz"), ("a.zip", "zip")])
def test_an_archive_cut_short_is_told_and_what_came_before_is_kept(count, tmp_path, name, pack):
    import random

    lines = [gdelt(url=f"https://paper.example/{random.Random(n).random()}") for n in range(4000)]
    whole = tmp_path / "whole"
    if pack == "gz":
        data = gzip.compress(rows(*lines).encode())
        cut = data[: len(data) // 2]
    else:
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.CSV", rows(*lines))
        cut = whole.read_bytes()[:-400]
        whole.unlink()
    if pack == "zip":
        with pytest.raises(DataError, match="cannot be opened as a zip archive"):
            count({name: cut})
        return
    told, faults = count({name: cut, "b.CSV": rows(gdelt(url="other"))})
    assert any("cut short" in fault.what for fault in faults)
    assert 1 < told["rows"]["events"] < 4001


@pytest.mark.parametrize("text, words", [
    (rows("a,b,c", "1,2,3"), "no headings that are known"),
    (rows("\t".join("1" * 16)), "GDELT mentions"),
    (rows("\t".join("1" * 27)), "knowledge graph"),
    (rows("\t".join("1" * 58)), "GDELT 1"),
    (rows("\t".join("x" * 60)), "60 columns between tabs, where GDELT 2 has 61"),
    ("\n\n", "is empty"),
    ("", "is empty"),
    (b"\x00\x01\x02" * 500, "no headings that are known"),
])  # fmt: skip
def test_what_is_no_event_file_is_told(count, text, words):
    with pytest.raises(DataError, match=words):
        count({"a.csv": text})


def test_files_of_several_formats_are_not_added_up(count):
    with pytest.raises(DataError, match=r"several formats \(GDELT 2: a.CSV; ICEWS: b.tab\)"):
        count({"a.CSV": rows(gdelt()), "b.tab": icews({})})


def test_stories_of_icews_are_one_event_with_as_many_sources_as_publishers(count):
    told, faults = count({"e.tab": icews(
        {"Story ID": "1"}, {"Story ID": "2", "Publisher": "Paper Two"},  # two publishers
        {"Story ID": "3", "CAMEO Code": "190", "Intensity": "-10.0"},
        {"Story ID": "4", "CAMEO Code": "190", "Intensity": "-10.0"},  # the same one twice
        {"CAMEO Code": "141", "Source Country": "North Korea", "Target Country": "South Korea",
         "Story ID": "5"},
    )}, least=1)  # fmt: skip
    april = of_month(told, "2018-04")
    assert (april["events"], april["verbal_cooperation"], april["material_conflict"]) == (3, 1, 2)
    assert not faults
    assert told["scale"] == "Goldstein scale"


def test_two_publishers_make_two_sources(count):
    files = {"e.tab": icews({"Story ID": "1"}, {"Story ID": "2", "Publisher": "Paper Two"},
                            {"Story ID": "3", "CAMEO Code": "190"})}  # fmt: skip
    assert count(files)[0]["rows"]["events"] == 1


def test_polecat_lists_countries_and_says_its_class(count):
    told, faults = count({"ngecEvents.DV.2018.txt": polecat(
        {"Actor Country": "USA; KOR"}, {"Source": "Paper Two"},
        {"Quad Code": "MATERIAL CONFLICT", "Event Type": "ASSAULT", "Actor Country": "None"},
        {"Quad Code": "SOMETHING"},
    )})  # fmt: skip
    assert of_month(told, "2018-04")["verbal_cooperation"] == 1
    assert [fault.row for fault in faults] == [5]
    assert told["scale"] == "PLOVER intensity"


def test_acled_has_no_scale_and_its_types_are_classed_by_us(count):
    told, faults = count({"acled.csv": acled(
        {}, {"event_id_cnty": "PRK2", "source": "Paper One"},
        {"event_id_cnty": "PRK3", "event_type": "Strategic developments",
         "sub_event_type": "Agreement", "event_date": "2020-05-04"},
        {"event_id_cnty": "PRK4", "event_type": "Strategic developments",
         "sub_event_type": "Change to group/activity"},
        {"event_id_cnty": "PRK5", "notes": "A line, then\nanother"},
        {"event_id_cnty": "PRK6", "actor2": "Civilians (South Sudan)"},
    )})  # fmt: skip
    may = of_month(told, "2020-05")
    assert (may["material_conflict"], may["verbal_cooperation"], may["goldstein_mean"]) == (
        2,
        1,
        None,
    )
    assert told["rows"]["neither"] == 1
    assert told["rows"]["few_sources"] == 1
    assert told["scale"] is None
    assert not faults


def test_parties_are_found_by_their_names_and_countries_by_code_or_name(count):
    files = {"a.CSV": rows(gdelt(), gdelt(a="RUS", b="CHN", url="u2"), gdelt(a="EUR", url="u3"))}
    for pair in (("South Korea", "nk"), ("party/rok", "PRK"), ("KOR", "Pyongyang")):
        assert count(files, pair=pair)[0]["rows"]["events"] == 1
    assert count(files, pair=("Russian Federation", "China"))[0]["pairs"][0]["codes"] == [
        ["RUS"],
        ["CHN"],
    ]
    assert count(files, pair=("EU", "DPRK"))[0]["rows"]["events"] == 1


def test_all_pairs_of_principals_when_none_is_named(count):
    told, _ = count({"a.CSV": rows(gdelt(), gdelt(a="USA", url="u2"))}, pair=None)
    assert [pair["pair"] for pair in told["pairs"]] == [
        ["DPRK", "ROK"], ["DPRK", "United States"], ["ROK", "United States"]
    ]  # fmt: skip
    assert [of_month(told, "2018-04", n)["events"] for n in range(3)] == [1, 1, 0]


def test_names_that_mean_nothing_are_all_told(count):
    with pytest.raises(UsageError, match=r"'Atlantis' is no party.*'Mordor' is no party"):
        count({"a.CSV": rows(gdelt())}, pair=("Atlantis", "Mordor"))
    with pytest.raises(UsageError, match="are the same"):
        count({"a.CSV": rows(gdelt())}, pair=("ROK", "KOR"))
    with pytest.raises(UsageError, match="no country code is known for"):
        count({"a.CSV": rows(gdelt())}, pair=("ROK", "ICRC"))


def test_the_dated_events_of_the_process_stand_beside(count):
    told, _ = count({"a.CSV": rows(gdelt())})
    (mark,) = [m for m in told["pairs"][0]["marks"] if m["kind"] == "agreement"]
    assert (mark["date"], mark["label"]) == ("2018-04-27", "Panmunjom Declaration")
    assert "second opinion" in " ".join(told["limits"])


def test_the_drawing_hatches_what_is_not_covered_and_has_no_mean_where_there_is_no_scale(count):
    from datetime import date

    from servanda import charts
    from servanda.charts.render import HATCH

    gap = count({"a.CSV": rows(gdelt(), gdelt(url="u2", day="20180601"))})[0]
    chart = charts.events_by_month(gap["pairs"][0], gap, date(2025, 6, 1))
    hatched = [layer for layer in chart.wide["layer"] if layer["mark"].get("color") == HATCH]
    assert [row["date"] for row in hatched[0]["data"]["values"]] == ["2018-05-01"]
    assert (
        "1 Panmunjom Declaration, leaders meet, Peace House, Panmunjom (27 April 2018)"
        in chart.counted.replace("\xa0", " ")
    )
    assert "Mean of the scale" in str(chart.narrow)


def test_nothing_covered_is_no_drawing(count):
    from datetime import date

    from servanda import charts

    told, _ = count({"a.CSV": rows(gdelt())}, as_of="2018-04-26")
    assert charts.events_by_month(told["pairs"][0], told, date(2018, 4, 26)) is None
