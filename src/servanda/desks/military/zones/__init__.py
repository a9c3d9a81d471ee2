"""Zones of an agreement: what is drawn where, what binds whom when, and positions screened.

Usable alone as a library. `rules` says which zones bind a party at a moment and needs nothing
beyond the records; `drawing` reads geometry; `screener` screens positions in bulk (Numba, or
Shapely where Numba is missing). It is screening, not adjudication: within the uncertainty band of
an edge the verdict is *indeterminate*.
"""
