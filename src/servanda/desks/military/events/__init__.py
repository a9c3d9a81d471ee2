"""Machine-coded event data as a second opinion: what newspapers wrote, counted by pair and month.

GDELT, ICEWS, POLECAT and ACLED files of the user's own are read in blocks, whatever their size,
and become counts of cooperation and conflict between two parties. They are no records: they stand
beside what the process itself has on record, and never enter a brief.
"""
