"""Mode S frames of a known flight, encoded as DO-260B sets out (compact position reports)."""

from __future__ import annotations

import math

GENERATOR = 0xFFF409


def airborne(icao: int, lat: float, lon: float, odd: int, feet: int = 30_000) -> str:
    """An airborne position frame (downlink format 17, type code 11) as hexadecimal digits."""
    step = 360 / (60 - odd)
    y = math.floor(2**17 * (lat % step) / step + 0.5)
    shown = step * (y / 2**17 + math.floor(lat / step))
    across = 360 / max(zones(shown) - odd, 1)
    x = math.floor(2**17 * (lon % across) / across + 0.5)
    n = (feet + 1000) // 25
    altitude = (n >> 4) << 5 | 1 << 4 | n & 15
    told = 11 << 51 | altitude << 36 | odd << 34 | (y % 2**17) << 17 | x % 2**17
    body = 17 << 83 | 5 << 80 | icao << 56 | told
    return f"{body << 24 | parity(body):028X}"


def zones(lat: float) -> int:
    """The number of longitude zones at a latitude."""
    if abs(lat) >= 87:
        return 1 if abs(lat) > 87 else 2
    part = 1 - (1 - math.cos(math.pi / 30)) / math.cos(math.radians(lat)) ** 2
    return math.floor(2 * math.pi / math.acos(part))


def parity(body: int) -> int:
    """The 24 check bits of 88 bits."""
    rest = body << 24
    for bit in range(111, 23, -1):
        if rest >> bit & 1:
            rest ^= (1 << 24 | GENERATOR) << (bit - 24)
    return rest
