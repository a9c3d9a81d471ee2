"""The page that reads the thinness table on rounds it was not made on."""

from __future__ import annotations

from typing import Any

from servanda.dossier import open_ledger
from servanda.records import dates
from servanda.surveys import survey
from servanda.words import count

# Days near the end of a round, at its height, and around the round of 2018-19.
DAYS = (
    "2002-09-30", "2008-09-30", "2012-03-15", "2018-06-13", "2018-09-20", "2018-12-31",
    "2019-02-21", "2019-12-31", "2021-06-30",
)  # fmt: skip


def staging_page() -> str:
    """Thinness on several days of several rounds."""
    ledger = open_ledger("korea")
    lines = []
    for day in DAYS:
        found = survey(ledger.as_of(day), only="assessment.thinness").find("assessment.thinness")
        if found is not None:
            lines.append(_line(day, found.parts))
    return "\n".join(
        [
            "# Thinness: the table on other rounds",
            "",
            "The table that turns the profile into a word was fixed before any process was coded "
            "([methods.md](methods.md#thinness)). Here it is read on earlier rounds of the Korean "
            "process and along that of 2018-19, as known on each day. Nothing was adjusted to what "
            "came out. Where no contacts are on record (before 2017) the two features of contacts "
            "count as missing at worst and as there at best; the interval tells.",
            "",
            "| as of | round since | thinness | points of 12 | dated | checkable | delivered and "
            "verified | lasting | below leaders | working level silent |",
            "|---|---|---|---|---|---|---|---|---|---|",
            *lines,
            "",
            "What it shows: along the round of 2018-19 the word follows the institutions, down as "
            "working groups met and deliveries were seen by others, up again as they fell silent. "
            "The earlier rounds come out thinner, but their intervals reach down to where 2018 "
            "stands: they are coded with fewer records and without contacts, and a missing report "
            "weighs there as a missing deed. Whether they were thinner is not decided here. Nor "
            "is it, on any day, whether anybody meant it.",
            "",
        ]
    )


def _line(day: str, told: dict[str, Any]) -> str:
    shares = [f"{share['count']} of {share['of']}" for share in told["shares"]]
    silence = told["working_silence_days"]
    quiet = "–" if silence is None else count(silence, "day", "days")
    cells = (
        dates.say(day), dates.say(told["since"][:7]), told["level"],
        f"{told['points']} ({told['points_low']}–{told['points_high']})", *shares, quiet,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"
