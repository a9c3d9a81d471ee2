"""The compiled loops: signed distance by lists of candidate edges, verdicts by a grid of cells.

Every array describes all layers together (`index.Lists`, `index.Grid`): layer ``z`` has its edges
from ``first[z]`` on; the head of its cell ``c`` says where the cell's list of candidate edges
begins, how long it is, on which side the centre lies and whether an edge crosses the cell.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange

OUT, IN, DOUBTFUL, EDGE = 0, 1, 2, 3
INVALID = 0xFFFF
LOW_BITS = 0x5555
CHUNK = 4096
SLACK_DEG = 1e-9
COUNT_BITS, CROSSED_BIT, SIDE_BIT, START_BIT = 0xFFFF, 1 << 16, 1 << 17, 18

# fastmath would let the compiler reorder the tests on which exact parity rests
_options = {"nogil": True, "cache": True}


@njit(inline="always", **_options)
def _scales(lat):
    c = math.cos(lat * (math.pi / 180.0))
    c2 = 2.0 * c * c - 1.0
    north = 111132.95255 - 559.84957 * c2 + 1.17514 * (2.0 * c2 * c2 - 1.0)
    c3 = c * (4.0 * c * c - 3.0)
    c5 = 2.0 * (2.0 * c2 * c2 - 1.0) * c - c3
    east = 111412.87733 * c - 93.50412 * c3 + 0.11774 * c5
    return east, north


@njit(inline="always", **_options)
def _to_edge(x, y, metric, edges, e):
    """Displacement in metres from the nearest point of an edge to the point.

    The metric is taken half way between the point and the start of the edge.
    """
    east, east_lean, north, north_lean = metric
    ax, ay = edges[e, 0], edges[e, 1]
    kx, ky = east + east_lean * (ay - y), north + north_lean * (ay - y)
    dx, dy = (edges[e, 2] - ax) * kx, (edges[e, 3] - ay) * ky
    px, py = (x - ax) * kx, (y - ay) * ky
    t = min(max(px * dx + py * dy, 0.0) * edges[e, 4], 1.0)
    return px - t * dx, py - t * dy


@njit(inline="always", **_options)
def _metric(y):
    """Metres per degree east and north at a latitude, each with half its change per degree."""
    east, north = _scales(y)
    east_after, north_after = _scales(y + 0.5)
    return east, east_after - east, north, north_after - north


@njit(inline="always", **_options)
def _crossings(x, y, cx, cy, sides, ids, start, stop, base):
    """Parity of the edges met on the way from a cell's centre to a point: east-west, then north."""
    odd = False
    for k in range(start, stop):
        e = base + ids[k]
        ax, ay, bx, by = sides[e, 0], sides[e, 1], sides[e, 2], sides[e, 3]
        if (ay > cy) != (by > cy):
            at = ax if ax == bx else ax + (cy - ay) * (bx - ax) / (by - ay)
            odd ^= (at > x) != (at > cx)
        if (ax > x) != (bx > x):
            at = ay if ay == by else ay + (x - ax) * (by - ay) / (bx - ax)
            odd ^= (at > y) != (at > cy)
    return odd


@njit(inline="always", **_options)
def _signed(x, y, cx, cy, rows, row, start, stop, ids, base, edges, cross_start, cross_stop,
            cross_ids, side_base, sides, inside):  # fmt: skip
    """Signed distance, m, from the edges listed for a cell, with the metric of its row.

    ``inside`` says on which side the cell's centre is. Views and tuples are avoided here: counting
    their references would cost more than the arithmetic.
    """
    shift = y - 2.0 * rows[row, 0]
    east, east_lean, north, north_lean = rows[row, 1], rows[row, 2], rows[row, 3], rows[row, 4]
    best = np.inf
    for k in range(start, stop):
        e = base + ids[k]
        ax, ay = edges[e, 0], edges[e, 1]
        kx, ky = east + east_lean * (ay + shift), north + north_lean * (ay + shift)
        dx, dy = (edges[e, 2] - ax) * kx, (edges[e, 3] - ay) * ky
        px, py = (x - ax) * kx, (y - ay) * ky
        t = (px * dx + py * dy) * edges[e, 4]
        t = t if t > 0.0 else 0.0
        t = t if t < 1.0 else 1.0
        px -= t * dx
        py -= t * dy
        square = px * px + py * py
        best = square if square < best else best
    d = math.sqrt(best)
    if cross_stop > cross_start:
        inside ^= _crossings(x, y, cx, cy, sides, cross_ids, cross_start, cross_stop, side_base)
    return -d if inside else d


@njit(**_options)
def _far(x, y, z, edges, sides, runs, first_run, side_runs, first_side_run):
    """Signed distance of a point outside the plan: runs of edges too far off are passed over."""
    metric = _metric(y)
    best, start = np.inf, first_run[z]
    for r in range(first_run[z], first_run[z + 1]):
        d = _to_run(x, y, metric, runs, r)
        if d < best:
            best, start = d, r
    best = _least_of_run(x, y, metric, edges, runs, start)
    for r in range(first_run[z], first_run[z + 1]):
        if r != start and 0.995 * _to_run(x, y, metric, runs, r) < math.sqrt(best):
            best = min(best, _least_of_run(x, y, metric, edges, runs, r))
    odd = False
    for r in range(first_side_run[z], first_side_run[z + 1]):
        if side_runs[r, 5] <= y <= side_runs[r, 6] and x <= side_runs[r, 7]:
            for e in range(int(side_runs[r, 0]), int(side_runs[r, 1])):
                ax, ay, bx, by = sides[e, 0], sides[e, 1], sides[e, 2], sides[e, 3]
                if (ay > y) != (by > y):
                    odd ^= ax + (y - ay) * (bx - ax) / (by - ay) > x
    d = math.sqrt(best)
    return -d if odd else d


@njit(inline="always", **_options)
def _to_run(x, y, metric, runs, r):
    """The least distance there may be from a point to a run of edges (see `index.Lists`)."""
    east, east_lean, north, north_lean = metric
    up = runs[r, 3] - y
    return math.hypot((runs[r, 2] - x) * (east + east_lean * up),
                      up * (north + north_lean * up)) - runs[r, 4]  # fmt: skip


@njit(**_options)
def _least_of_run(x, y, metric, edges, runs, r):
    best = np.inf
    for e in range(int(runs[r, 0]), int(runs[r, 1])):
        dx, dy = _to_edge(x, y, metric, edges, e)
        best = min(best, dx * dx + dy * dy)
    return best


@njit(parallel=True, **_options)
def signed_distances(lon, lat, z, lists, wide, out):
    """Signed distance, m, of each point to layer ``z`` into ``out``; NaN for no position.

    A point outside the plan is served by the wide plan, and beyond that by runs of edges.
    """
    edges, sides, first, first_side = lists[2], lists[3], lists[4], lists[5]
    runs, first_run, side_runs, first_side_run = lists[10:]
    base, side_base = first[z], first_side[z]
    plan, rows, heads, ids, cross, cross_ids = (
        lists[0], lists[1], lists[6], lists[7], lists[8], lists[9]
    )  # fmt: skip
    wide_plan, wide_rows, wide_heads, wide_ids, wide_cross, wide_cross_ids = (
        wide[0], wide[1], wide[6], wide[7], wide[8], wide[9]
    )  # fmt: skip
    for i in prange(lon.size):
        x, y = lon[i], lat[i]
        if _holds(plan, x, y):
            out[i] = _by_cell(x, y, z, plan, rows, heads, ids, cross, cross_ids, edges, sides,
                              base, side_base)  # fmt: skip
        elif _holds(wide_plan, x, y):
            out[i] = _by_cell(x, y, z, wide_plan, wide_rows, wide_heads, wide_ids, wide_cross,
                              wide_cross_ids, edges, sides, base, side_base)  # fmt: skip
        elif abs(x) <= 180.0 and abs(y) <= 90.0:
            out[i] = _far(x, y, z, edges, sides, runs, first_run, side_runs, first_side_run)
        else:
            out[i] = np.nan


@njit(inline="always", **_options)
def _holds(plan, x, y):
    """Whether a point lies in a plan (and is a position)."""
    fx, fy = (x - plan[0]) / plan[2], (y - plan[1]) / plan[3]
    return (fx >= 0.0 and fy >= 0.0 and fx < plan[4] and fy < plan[5] and abs(x) <= 180.0
            and abs(y) <= 90.0)  # fmt: skip


@njit(inline="always", **_options)
def _by_cell(x, y, z, plan, rows, heads, ids, cross, cross_ids, edges, sides, base, side_base):
    """Signed distance by the lists of the cell that a point lies in."""
    ix, iy = int((x - plan[0]) / plan[2]), int((y - plan[1]) / plan[3])
    c = iy * int(plan[4]) + ix
    head = heads[z, c]
    start, crossed, crossed_to = head >> START_BIT, 0, 0
    if head & CROSSED_BIT:
        crossed, crossed_to = cross[z, c], cross[z, c + 1]
    return _signed(x, y, plan[0] + (ix + 0.5) * plan[2], plan[1] + (iy + 0.5) * plan[3], rows, iy,
                   start, start + (head & COUNT_BITS), ids, base, edges, crossed, crossed_to,
                   cross_ids, side_base, sides, head & SIDE_BIT != 0)  # fmt: skip


@njit(parallel=True, **_options)
def verdicts(lon, lat, grid, edges, sides, out):
    """Two bits a zone for each point: outside, inside, indeterminate; all bits set: no position.

    A chunk is looked up first, then those of its points are worked out that lie in cells through
    which an edge or its band passes.
    """
    fine, palette, cells, words, ranks, first, items, ids, cross_ids, rows, band = grid[:11]
    base, side_base = grid[11:]
    x0, y0, width, height = fine[0], fine[1], fine[2], fine[3]
    per_x, per_y = 1.0 / width, 1.0 / height
    last_x, last_y, wide = fine[4] - 1.0, fine[5] - 1.0, np.uint32(fine[4])
    chunks = (lon.size + CHUNK - 1) // CHUNK
    for chunk in prange(chunks):
        begin, end = chunk * CHUNK, min(lon.size, (chunk + 1) * CHUNK)
        odd = 0
        for i in range(begin, end):
            fx, fy = (lon[i] - x0) * per_x, (lat[i] - y0) * per_y
            fx = fx if fx > 0.0 else 0.0  # so that what is no number falls on the border too
            fy = fy if fy > 0.0 else 0.0
            fx = fx if fx < last_x else last_x
            fy = fy if fy < last_y else last_y
            out[i] = palette[cells[np.uint32(fy) * wide + np.uint32(fx)]]
            odd += not (abs(lon[i]) <= 180.0 and abs(lat[i]) <= 90.0)
        todo, slot_of = np.empty(CHUNK, np.int64), np.empty(CHUNK, np.int64)
        n = 0
        for i in range(begin, end):
            todo[n] = i
            n += (out[i] & (out[i] >> 1) & LOW_BITS) != 0
        for j in range(n):  # loads that wait for memory stand together, so that they overlap
            x, y = lon[todo[j]], lat[todo[j]]
            c = np.uint64(int((y - y0) * per_y) * int(fine[4]) + int((x - x0) * per_x))
            word = words[c >> np.uint64(6)] & ((np.uint64(1) << (c & np.uint64(63))) - np.uint64(1))
            slot_of[j] = ranks[c >> np.uint64(6)] + _ones(word)
        for j in range(n):
            slot_of[j] = first[slot_of[j]] << 16 | (first[slot_of[j] + 1] - first[slot_of[j]])
        for j in range(n):
            i = todo[j]
            x, y, code = lon[i], lat[i], np.int64(out[i])
            ix, iy = int((x - x0) * per_x), int((y - y0) * per_y)
            cx, cy = x0 + (ix + 0.5) * width, y0 + (iy + 0.5) * height
            from_item = slot_of[j] >> 16
            for k in range(from_item, from_item + (slot_of[j] & 0xFFFF)):
                start, crossed, flags = items[k, 0], items[k, 1], np.int64(items[k, 2])
                lane, layer = flags & 7, flags >> 5
                d = _signed(x, y, cx, cy, rows, iy, start, items[k + 1, 0], ids, base[layer],
                            edges, crossed, items[k + 1, 1], cross_ids, side_base[layer],
                            sides, flags & 8 != 0)  # fmt: skip
                state = DOUBTFUL if abs(d) <= band[lane] else (IN if d < 0.0 else OUT)
                if flags & 16:  # the area in doubt, which comes after its zone
                    state = DOUBTFUL if d <= 0.0 else (code >> (2 * lane)) & 3
                code = (code & ~(3 << (2 * lane))) | (state << (2 * lane))
            out[i] = code
        if odd:
            for i in range(begin, end):
                if not (abs(lon[i]) <= 180.0 and abs(lat[i]) <= 90.0):
                    out[i] = INVALID


@njit(inline="always", **_options)
def _ones(word):
    """How many bits of a word are set."""
    word -= (word >> np.uint64(1)) & np.uint64(0x5555555555555555)
    word = (word & np.uint64(0x3333333333333333)) + (
        (word >> np.uint64(2)) & np.uint64(0x3333333333333333)
    )
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit(parallel=True, **_options)
def nearest_edges(cx, cy, size, edges, base, parents, lists, ids, starts, out, counts):
    """Of its parent's list the edges that may be the nearest of some point of each cell.

    Parameters
    ----------
    cx, cy, size : array
        Centres, and width and height of every cell, degrees.
    parents, lists, ids : array
        The list of cell ``i`` is ``ids[lists[p] : lists[p + 1]]`` with ``p = parents[i]``.
    starts : array
        Where the cell's own list begins in ``out``: there is room for its parent's whole list.
    counts : array
        Takes the lengths.
    """
    for i in prange(cx.size):
        p = parents[i]
        counts[i] = _nearest(cx[i], cy[i], size, edges, base, ids, lists[p], lists[p + 1], out,
                             starts[i])  # fmt: skip


@njit(**_options)
def _nearest(x, y, size, edges, base, ids, start, stop, out, at):
    """Write the edges to keep from ``at`` on, and count them.

    The distance to an edge changes with a step along the unit vector that leads away from it, and
    that vector turns by no more than step over distance. Of two edges in nearly the same
    direction, the farther cannot overtake the nearer within a short reach.
    """
    metric = _metric(y)
    wide, high = metric[0] * size[0], metric[2] * size[1]
    reach = math.sqrt(wide * wide + high * high) / 2.0
    least, ux, uy = np.inf, 0.0, 0.0
    for k in range(start, stop):
        dx, dy = _to_edge(x, y, metric, edges, base + ids[k])
        d = math.sqrt(dx * dx + dy * dy)
        if d < least:
            least, ux, uy = d, dx, dy
    turn = 2.0 * reach / (least - reach) if least > 2.0 * reach else 2.0
    n = 0
    for k in range(start, stop):
        dx, dy = _to_edge(x, y, metric, edges, base + ids[k])
        d = math.sqrt(dx * dx + dy * dy)
        apart = 2.0
        if least > 2.0 * reach:
            px, py = dx / d - ux / least, dy / d - uy / least
            apart = min(2.0, math.sqrt(px * px + py * py) + turn)
        if d <= 1.0002 * least + 1.02 * reach * apart + 1.0:
            out[at + n] = ids[k]
            n += 1
    return n


@njit(parallel=True, **_options)
def crossing_edges(cx, cy, size, edges, base, parents, lists, ids, starts, out, counts):
    """Of its parent's list the edges that meet each cell (parameters of `nearest_edges`)."""
    wide, high = size[0] / 2.0 + SLACK_DEG, size[1] / 2.0 + SLACK_DEG
    for i in prange(cx.size):
        p, n = parents[i], 0
        for k in range(lists[p], lists[p + 1]):
            e = base + ids[k]
            ax, ay = edges[e, 0] - cx[i], edges[e, 1] - cy[i]
            bx, by = edges[e, 2] - cx[i], edges[e, 3] - cy[i]
            boxes_meet = (min(ax, bx) <= wide and max(ax, bx) >= -wide and min(ay, by) <= high
                          and max(ay, by) >= -high)  # fmt: skip
            # the corners lie on both sides of the edge's line
            far = wide * abs(by - ay) + high * abs(bx - ax)
            if boxes_meet and abs(ax * (by - ay) - ay * (bx - ax)) <= far * (1.0 + 1e-9):
                out[starts[i] + n] = ids[k]
                n += 1
        counts[i] = n
