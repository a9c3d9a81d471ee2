"""The page of the measures by which commitments count as verified, from the catalogue."""

from __future__ import annotations

from servanda.commitments.measures import instruments, measures

COLUMNS = (
    "name", "measure", "basis", "sort", "by whom", "shows", "notice or delay",
    "counts as carried out",
)  # fmt: skip


def measures_page() -> str:
    """Every measure with its basis, and every instrument with what of it was read."""
    parts = [
        "# Measures of verification",
        "What `measures` of a commitment may name: `src/servanda/commitments/measures.toml`. How "
        "they enter a status is told in [verification.md](verification.md). “Counts as carried "
        "out” gives the words in a report's `means` by which Servanda takes the measure as carried "
        "out; where there are none, no report on record could show it.",
        f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|",
    ]
    rows = []
    for name, one in measures().items():
        basis = one.instrument.name if one.instrument else ""
        basis += f", {one.article}" if one.article else ""
        means = ", ".join(f"“{word}”" for word in one.means) or "–"
        rows.append(
            f"| `{name}` | {one.name} | {basis} | {one.sort} | {one.who} | {one.sees} | "
            f"{one.lead or '–'} | {means} |"
        )
    parts[-1] += "\n" + "\n".join(rows)
    parts.append("## Instruments")
    for text in instruments().values():
        if text.title:
            parts.append(
                f"**{text.name}.** {text.publisher}, *{text.title}*, {text.date}, "
                f"<{text.url}>. {text.check}"
            )
    return "\n\n".join(parts) + "\n"
