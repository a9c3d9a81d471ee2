"""Event files true to their formats; the values are ours."""

from __future__ import annotations

HEADS_ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",
    "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
    "Longitude",
)  # fmt: skip
HEADS_POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors",
    "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country",
    "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province",
    "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
    "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
HEADS_ACLED = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip
ROOTS = {"01": 1, "02": 1, "03": 1, "04": 1, "05": 1, "06": 2, "07": 2, "08": 2, "09": 3,
         "10": 3, "11": 3, "12": 3, "13": 3}  # fmt: skip


def gdelt(
    day="20180427", a="KOR", b="PRK", code="042", score="1.9", sources="2",
    url="https://paper.example/1", added=None, quad=None, id="1", **other,
) -> str:  # fmt: skip
    """A row of GDELT 2's event export: 61 columns."""
    quad = str(ROOTS.get(code[:2], 4)) if quad is None else quad
    place = ["4", "Panmunjom", "KS", "KS00", "1", "37.95", "126.67", "-1"]
    row = [
        id, day, day[:6], day[:4], "2018.3205",
        f"{a}GOV", "ACTOR ONE", a, *[""] * 4, "GOV", "", "",
        f"{b}GOV", "ACTOR TWO", b, *[""] * 4, "GOV", "", "",
        "1", code, code[:3], code[:2], quad, score, "4", sources, "4", "-1.25",
        *place * 3, added or f"{day}120000", url,
    ]  # fmt: skip
    assert len(row) == 61
    return "\t".join(row)


def _table(heads, rows, separator):
    def put(value):
        return f'"{value}"' if separator == "," and "," in value else value

    lines = [separator.join(heads)]
    lines += [separator.join(put(str(row.get(head, ""))) for head in heads) for row in rows]
    return "\n".join(lines) + "\n"


def icews(*rows) -> str:
    """An ICEWS table; each row gives what differs from a visit on 27 April 2018."""
    usual = {
        "Event ID": "1", "Event Date": "2018-04-27", "Source Country": "South Korea",
        "Event Text": "Make a visit", "CAMEO Code": "42", "Intensity": "1.9",
        "Target Country": "North Korea", "Story ID": "100", "Publisher": "Paper One",
    }  # fmt: skip
    return _table(HEADS_ICEWS, [usual | row for row in rows], "\t")


def polecat(*rows) -> str:
    """A POLECAT table; each row gives what differs from a consultation on 27 April 2018."""
    usual = {
        "Event ID": "1", "Event Date": "2018-04-27", "Event Type": "CONSULT", "Intensity": "2.0",
        "Quad Code": "VERBAL COOPERATION", "Actor Country": "KOR", "Recipient Country": "PRK",
        "Source": "Paper One", "Publication Date": "2018-04-28",
    }  # fmt: skip
    return _table(HEADS_POLECAT, [usual | row for row in rows], "\t")


def acled(*rows) -> str:
    """An ACLED export; each row gives what differs from an exchange of fire on 3 May 2020."""
    usual = {
        "event_id_cnty": "PRK1", "event_date": "03 May 2020", "event_type": "Battles",
        "sub_event_type": "Armed clash", "actor1": "Military Forces of North Korea (2011-)",
        "actor2": "Military Forces of South Korea (2017-2022)", "source": "Paper One; Paper Two",
    }  # fmt: skip
    return _table(HEADS_ACLED, [usual | row for row in rows], ",")
