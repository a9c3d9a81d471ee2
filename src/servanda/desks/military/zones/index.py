"""Layers made ready for the compiled loops: lists of candidate edges, and a grid of verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely

from servanda.errors import UsageError

from . import kernels
from .layers import Array, Layer, metres_per_degree

CELL_DEG = 1 / 128  # of the lists of candidates
MOST_CELLS = 1_000_000  # of a plan; zones that need more get larger cells
LEVELS = (16, 4)  # cells a side that share a first list, and a second one
WIDE_CELL_DEG, WIDE_MARGIN_DEG = 1 / 8, 3.0  # of the plan for positions around the zones
MOST_ROOM = 20_000_000  # candidates looked at in one go
FINE = 2  # cells of the grid of verdicts a side of a cell of lists
MARGIN_CELLS = 16
RUN = 32  # edges
LANES = 8  # zones of one grid: two bits each in 16
# No centre of a cell may share a coordinate with a vertex that was rounded to decimals.
OFFSET_DEG = np.pi * 1e-7


Keep = Callable[..., None]  # a kernel that chooses edges for cells


class Lists(NamedTuple):
    """Arrays of all layers, as the kernels take them.

    ``rows`` holds the metric of each row of cells: latitude, metres per degree east, half its
    change per degree, and the same north. ``heads`` is described in `kernels`. ``runs`` serve
    points outside the plan: each row is a run of consecutive edges, its first and last, a centre,
    the radius in metres that holds them, their latitudes and greatest longitude.
    """

    plan: Array
    rows: Array
    edges: Array
    sides: Array
    first: Array
    first_side: Array
    heads: Array
    near_ids: Array
    cross: Array
    cross_ids: Array
    runs: Array
    first_run: Array
    side_runs: Array
    first_side_run: Array


class Grid(NamedTuple):
    """Verdicts of whole cells for up to eight zones, and what decides in the others.

    Everything is small, to stay in the processor's cache: ``cells`` holds places in ``palette``,
    the codes that occur. Cells to be decided point by point are set in the bits of ``words``;
    ``ranks`` counts those before each word. The items of the n-th such cell lie between
    ``first[n]`` and ``first[n + 1]``: where the list of edges begins, where that of crossing edges,
    and in bits the lane, the side of the centre, whether it is an area in doubt, the layer.
    """

    fine: Array
    palette: Array
    cells: Array
    words: Array
    ranks: Array
    first: Array
    items: Array
    ids: Array
    cross_ids: Array
    rows: Array
    band: Array
    base: Array
    side_base: Array


def build_lists(
    layers: Sequence[Layer], bounds: tuple[float, float, float, float], *, wide: bool = False
) -> Lists:
    """Candidate edges for every cell of a plan that covers west, south, east and north bounds.

    A wide plan has large cells and reaches far around.
    """
    plan = _plan(bounds, wide=wide)
    first, edges = _joined([layer.edges for layer in layers])
    first_side, sides = _joined([layer.sides for layer in layers])
    centres = _centres(plan)
    near, near_ids = _listed(plan, centres, edges, first, kernels.nearest_edges)
    cross, cross_ids = _listed(plan, centres, sides, first_side, kernels.crossing_edges)
    side_of = np.stack([shapely.contains_xy(layer.area, *centres) for layer in layers])
    count = np.diff(near, axis=1)
    if count.max() > kernels.COUNT_BITS:
        raise UsageError("a zone is drawn with too many points", "simplify it")
    heads = near[:, :-1] << kernels.START_BIT | side_of * kernels.SIDE_BIT
    heads |= (np.diff(cross, axis=1) > 0) * kernels.CROSSED_BIT | count
    return Lists(plan, _rows(plan), edges, sides, first, first_side, heads, near_ids, cross,
                 cross_ids, *_runs(edges, first), *_runs(sides, first_side))  # fmt: skip


def build_grid(
    lists: Lists,
    wide: Lists,
    zone_layer: Sequence[int],
    doubt_layer: Sequence[int],
    band: Sequence[float],
) -> Grid:
    """What holds for whole cells: the distance at the centre decides where it exceeds the reach.

    A distance changes by no more than one moves, so that a cell whose centre lies farther from
    the edge than the band and the cell's half diagonal together has one verdict throughout.

    Parameters
    ----------
    zone_layer, doubt_layer : sequence of int
        Layers of each zone, and of the area in doubt (-1: none).
    band : sequence of float
        Half-width of the uncertainty band of each zone, m.
    """
    fine = _finer(lists.plan)
    lon, lat = _centres(fine)
    reach = _reach(lat, fine)
    codes = np.zeros(lon.size, np.uint16)
    border = _border(fine)
    wanted: list[tuple[int, int, bool, Array, Array]] = []
    for lane, (zone, doubt, half) in enumerate(zip(zone_layer, doubt_layer, band, strict=True)):
        distance = signed(lists, wide, zone, lon, lat)
        state = _cell_states(distance, reach, half)
        state[border] = kernels.OUT
        edge = state == kernels.EDGE
        if doubt >= 0:
            other = signed(lists, wide, doubt, lon, lat)
            unsure = _cell_states(other, reach, 0.0)
            edge |= (unsure == kernels.EDGE) & (state != kernels.DOUBTFUL) & ~border
            edge &= unsure != kernels.IN
            state[edge] = kernels.EDGE
            state[unsure == kernels.IN] = kernels.DOUBTFUL
            wanted.append((lane, zone, False, np.flatnonzero(edge), distance < 0))
            both = np.flatnonzero(edge & (unsure == kernels.EDGE))
            wanted.append((lane, doubt, True, both, other < 0))
        else:
            wanted.append((lane, zone, False, np.flatnonzero(edge), distance < 0))
        codes |= (state << (2 * lane)).astype(np.uint16)
    palette, places = np.unique(codes, return_inverse=True)
    cells = places.astype(np.uint8 if palette.size <= 256 else np.uint16)
    words, ranks, first, items, ids, cross_ids = _items(lists, fine, (lon, lat), wanted)
    return Grid(fine, palette, cells, words, ranks, first, items, ids, cross_ids, _rows(fine),
                np.array(band, np.float64), lists.first, lists.first_side)  # fmt: skip


def _items(
    lists: Lists, fine: Array, centres: tuple[Array, Array],
    wanted: list[tuple[int, int, bool, Array, Array]],
) -> tuple[Array, ...]:  # fmt: skip
    """The lists of edges of the cells to be decided point by point."""
    columns, wide = int(lists.plan[4]), int(fine[4])
    rows, ids, cross_ids, cell_of = [], [], [], []
    for lane, layer, is_doubt, cells, inside in wanted:
        parents = (cells // wide // FINE + 1) * columns + cells % wide // FINE + 1
        lon, lat = centres[0][cells], centres[1][cells]
        near = _lists_of(lists, layer), lists.near_ids
        some, listed = _narrowed(kernels.nearest_edges, (lon, lat), fine[2:4], lists.edges,
                                 lists.first[layer], parents, near)  # fmt: skip
        crossing = lists.cross[layer], lists.cross_ids
        crossed, crossing_ids = _narrowed(kernels.crossing_edges, (lon, lat), fine[2:4],
                                          lists.sides, lists.first_side[layer], parents,
                                          crossing)  # fmt: skip
        flags = lane | inside[cells] << 3 | is_doubt << 4 | layer << 5
        rows.append(np.column_stack([np.diff(some), np.diff(crossed), flags]))
        ids.append((some, listed))
        cross_ids.append((crossed, crossing_ids))
        cell_of.append(cells)
    cell = np.concatenate(cell_of)
    order = np.argsort(cell, kind="stable")
    used, starts = np.unique(cell[order], return_index=True)
    items = np.zeros((cell.size + 1, 3), np.int32)
    items[:-1] = np.concatenate(rows)[order]
    items[:, :2] = np.concatenate([np.zeros((1, 2), int), np.cumsum(items[:-1, :2], axis=0)])
    words, ranks = _ranked(used, centres[0].size)
    return (words, ranks, np.append(starts, cell.size).astype(np.int32), items,
            _reordered(ids, order), _reordered(cross_ids, order))  # fmt: skip


def _reordered(parts: list[tuple[Array, Array]], order: Array) -> Array:
    """Lists in another order, one after another."""
    lists = [part for starts, ids in parts for part in np.split(ids, starts[1:-1])
             if starts.size > 1]  # fmt: skip
    joined = np.concatenate([lists[n] for n in order]) if order.size else np.empty(0)
    return np.asarray(joined, np.uint16 if joined.max(initial=0) < 65536 else np.int32)


def _ranked(used: Array, size: int) -> tuple[Array, Array]:
    """Numbers of cells as bits, and how many are set before each word."""
    bits = np.zeros((size // 64 + 1) * 64, bool)
    bits[used] = True
    words = np.packbits(bits, bitorder="little").view("<u8").astype(np.uint64)
    ranks = np.concatenate([[0], np.cumsum(bits.reshape(-1, 64).sum(axis=1))])
    return words, ranks.astype(np.int32)


def _lists_of(lists: Lists, layer: int) -> Array:
    """Where the list of each cell of a layer begins, and after the last where it ends."""
    heads = lists.heads[layer]
    starts = heads >> kernels.START_BIT
    return np.append(starts, starts[-1] + (heads[-1] & kernels.COUNT_BITS))


def signed(lists: Lists, wide: Lists, layer: int, lon: Array, lat: Array) -> Array:
    """Signed distance of each point to one layer, m; ``wide`` serves points outside the plan."""
    out = np.empty(lon.size)
    kernels.signed_distances(lon, lat, layer, tuple(lists), tuple(wide), out)
    return out


def _cell_states(distance: Array, reach: Array, half: float) -> Array:
    far = np.abs(distance)
    slack = 1.02 * reach + 0.002 * far + 1.0
    state = np.full(distance.size, kernels.EDGE, np.uint16)
    state[(distance > 0) & (far > half + slack)] = kernels.OUT
    state[(distance < 0) & (far > half + slack)] = kernels.IN
    state[far + slack <= half] = kernels.DOUBTFUL
    return state


def _plan(bounds: tuple[float, float, float, float], *, wide: bool) -> Array:
    """West, south, cell width, cell height, columns, rows."""
    block, cell = LEVELS[0], WIDE_CELL_DEG if wide else CELL_DEG
    while True:
        margin = WIDE_MARGIN_DEG if wide else MARGIN_CELLS * cell
        west, south = bounds[0] - margin + OFFSET_DEG, max(bounds[1] - margin, -89) + OFFSET_DEG
        east, north = bounds[2] + margin, min(bounds[3] + margin, 89)
        columns = block * int(np.ceil((east - west) / cell / block))
        rows = block * max(1, int(np.ceil((north - south) / cell / block)))
        if columns * rows <= MOST_CELLS:
            return np.array([west, south, cell, cell, columns, rows])
        cell *= 2


def _finer(plan: Array) -> Array:
    """The plan of the grid of verdicts: finer cells, one coarse cell in from every side."""
    west, south, width, height, columns, rows = plan
    return np.array([west + width, south + height, width / FINE, height / FINE,
                     FINE * (columns - 2), FINE * (rows - 2)])  # fmt: skip


def _centres(plan: Array) -> tuple[Array, Array]:
    west, south, width, height, columns, rows = plan
    lon = west + (np.arange(int(columns)) + 0.5) * width
    lat = south + (np.arange(int(rows)) + 0.5) * height
    return np.tile(lon, lat.size), np.repeat(lat, lon.size)


def _border(plan: Array) -> Array:
    """The outermost cells, which stand for all that lies beyond them."""
    ring = np.zeros((int(plan[5]), int(plan[4])), bool)
    ring[[0, -1]] = ring[:, [0, -1]] = True
    return ring.ravel()


def _rows(plan: Array) -> Array:
    """Latitude and metric of each row of cells (`Lists.rows`)."""
    lat = plan[1] + (np.arange(int(plan[5])) + 0.5) * plan[3]
    east, north = metres_per_degree(lat)
    slope_east, slope_north = (
        (after - before) / 2
        for after, before in zip(metres_per_degree(lat + 0.5), metres_per_degree(lat - 0.5),
                                 strict=True)
    )  # fmt: skip
    return np.column_stack([lat, east, slope_east, north, slope_north])


def _reach(lat: Array, plan: Array) -> Array:
    """Half the diagonal of each cell, m."""
    east, north = metres_per_degree(lat)
    return np.asarray(np.hypot(east * plan[2], north * plan[3]) / 2)


def _listed(
    plan: Array, centres: tuple[Array, Array], edges: Array, first: Array, keep: Keep
) -> tuple[Array, Array]:
    """For every layer and cell the edges that matter, through coarser plans first."""
    plans = [_coarser(plan, side) for side in LEVELS]
    above = [np.zeros(int(plans[0][4] * plans[0][5]), np.int64),
             *(_parents(fine, coarse) for coarse, fine in pairwise([*plans, plan]))]  # fmt: skip
    middles = [*map(_centres, plans), centres]
    starts, ids, done = [], [], 0
    for base, end in pairwise(first):
        lists = np.array([0, end - base]), np.arange(end - base, dtype=np.int32)
        for level, middle, parents in zip([*plans, plan], middles, above, strict=True):
            lists = _narrowed(keep, middle, level[2:4], edges, base, parents, lists)
        own, listed = lists
        starts.append(own + done)
        ids.append(listed)
        done += listed.size
    return np.stack(starts), np.concatenate(ids)


def _coarser(plan: Array, side: int) -> Array:
    """The plan in cells of as many cells a side."""
    west, south, width, height, columns, rows = plan
    return np.array([west, south, width * side, height * side, columns / side, rows / side])


def _parents(fine: Array, coarse: Array) -> Array:
    """The coarser cell that each cell lies in."""
    side = round(fine[4] / coarse[4])
    cell = np.arange(int(fine[4] * fine[5]))
    row, column = cell // int(fine[4]), cell % int(fine[4])
    return np.asarray(row // side * int(coarse[4]) + column // side)


def _narrowed(
    keep: Keep, centres: tuple[Array, Array], size: Array, edges: Array, base: int,
    parents: Array, lists: tuple[Array, Array],
) -> tuple[Array, Array]:  # fmt: skip
    """From its parent's list of edges those that matter to each cell, by one of the kernels."""
    lon, lat = centres
    room = np.concatenate([[0], np.cumsum(lists[0][parents + 1] - lists[0][parents])])
    counts, parts = np.empty(lon.size, np.int64), []
    at = 0
    while at < lon.size:
        end = max(at + 1, int(np.searchsorted(room, room[at] + MOST_ROOM, "right")) - 1)
        out = np.empty(room[end] - room[at], np.int32)
        start = room[at:end] - room[at]
        keep(lon[at:end], lat[at:end], size, edges, base, parents[at:end], *lists, start, out,
             counts[at:end])  # fmt: skip
        number = counts[at:end]
        before = np.cumsum(number) - number
        parts.append(out[np.repeat(start - before, number) + np.arange(number.sum())])
        at = end
    starts = np.concatenate([[0], np.cumsum(counts)])
    return starts, np.concatenate(parts) if parts else np.empty(0, np.int32)


def _runs(edges: Array, first: Array) -> tuple[Array, Array]:
    """Edges in runs, and where the runs of each layer begin."""
    rows, starts = [], [0]
    for base, end in pairwise(first):
        for start in range(base, end, RUN):
            stop = min(start + RUN, end)
            x, y = edges[start:stop, [0, 2]].ravel(), edges[start:stop, [1, 3]].ravel()
            centre = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
            east, north = metres_per_degree(np.array(max(abs(y).min() - 1, 0)))
            radius = np.hypot(np.ptp(x) * east, np.ptp(y) * north) / 2 + 1
            rows.append([start, stop, *centre, radius, y.min(), y.max(), x.max()])
        starts.append(len(rows))
    return np.array(rows), np.array(starts)


def _joined(parts: Sequence[Array]) -> tuple[Array, Array]:
    """Where each layer begins, and all edges, each with one over the square of its length."""
    first = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
    edges = np.concatenate(parts)
    east, north = metres_per_degree((edges[:, 1] + edges[:, 3]) / 2)
    square = ((edges[:, 2] - edges[:, 0]) * east) ** 2 + ((edges[:, 3] - edges[:, 1]) * north) ** 2
    inverse = 1 / np.where(square > 0, square, np.inf)
    return first, np.ascontiguousarray(np.column_stack([edges, inverse]))
