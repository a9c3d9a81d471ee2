"""The Merkle tree of RFC 6962, section 2.1, with SHA-256: hashes and proofs, no storage.

`mth(start, end)`, here and in the readers of tiles, is RFC 6962's Merkle Tree Hash of the
entries from start up to, not including, end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

TreeHash = Callable[[int, int], bytes]

# Copying a started hash is about a third faster than starting one: OpenSSL 3 looks the
# algorithm up again each time.
_leaf_start = sha256(b"\x00").copy
_node_start = sha256(b"\x01").copy


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry: SHA-256(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def leaf_hashes(entries: Sequence[bytes]) -> bytes:
    """Hash many entries into the bytes of a level 0 tile."""
    hashes = []
    for entry in entries:
        started = _leaf_start()
        started.update(entry)
        hashes.append(started.digest())
    return b"".join(hashes)


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def split_point(size: int) -> int:
    """Return the largest power of two smaller than size (size > 1)."""
    return 1 << ((size - 1).bit_length() - 1)


def perfect_root(hashes: bytes) -> bytes:
    """Return the root over 2**k hashes laid end to end."""
    while len(hashes) > HASH_BYTES:
        parents = []
        for pair in range(0, len(hashes), 2 * HASH_BYTES):
            # Two children already lie side by side: 64 bytes are the input of their parent.
            started = _node_start()
            started.update(hashes[pair : pair + 2 * HASH_BYTES])
            parents.append(started.digest())
        hashes = b"".join(parents)
    return hashes


def perfect_roots(hashes: bytes) -> list[bytes]:
    """Cut a row of hashes into its perfect subtrees, greatest first, and return their roots."""
    roots = []
    start, count = 0, len(hashes) // HASH_BYTES
    while count:
        width = 1 << (count.bit_length() - 1)
        roots.append(perfect_root(hashes[start : start + width * HASH_BYTES]))
        start += width * HASH_BYTES
        count -= width
    return roots


def fold_roots(roots: Sequence[bytes]) -> bytes:
    """Join perfect subtrees, greatest first, into the root of the whole tree."""
    if not roots:
        return EMPTY_ROOT
    root = roots[-1]
    for left in reversed(roots[:-1]):
        root = node_hash(left, root)
    return root


def inclusion_path(index: int, size: int, mth: TreeHash) -> list[bytes]:
    """Prove that entry `index` is in the tree of `size` entries (RFC 6962, 2.1.1).

    Returns the sibling hashes, the leaf's first.
    """
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split_point(end - start)
        if index < middle:
            path.append(mth(middle, end))
            end = middle
        else:
            path.append(mth(start, middle))
            start = middle
    return path[::-1]


def root_of_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """Compute the root that an inclusion path leads to; None when its length is wrong."""
    if not 0 <= index < size:
        return None
    sides = []  # from the root down: is the sibling on the left?
    start, end = 0, size
    while end - start > 1:
        middle = start + split_point(end - start)
        sides.append(index >= middle)
        start, end = (middle, end) if index >= middle else (start, middle)
    if len(sides) != len(path):
        return None
    root = leaf
    for sibling, on_left in zip(path, reversed(sides), strict=True):
        root = node_hash(sibling, root) if on_left else node_hash(root, sibling)
    return root


def verify_inclusion(
    index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes
) -> bool:
    """Say whether the path proves that the leaf is entry `index` of the tree under `root`."""
    return root_of_inclusion(index, size, leaf, path) == root


def consistency_path(old: int, new: int, mth: TreeHash) -> list[bytes]:
    """Prove that the tree of `new` entries begins with the tree of `old` (RFC 6962, 2.1.2).

    Empty where there is nothing to prove: old is 0 or equals new.
    """
    if old in {0, new}:
        return []
    path: list[bytes] = []
    start, end = 0, new
    # `old` always lies in (start, end]; walk down to the subtree that ends there.
    while old != end:
        middle = start + split_point(end - start)
        if old <= middle:
            path.append(mth(middle, end))
            end = middle
        else:
            path.append(mth(start, middle))
            start = middle
    if start != 0:  # else it is the old tree itself, whose root the verifier has
        path.append(mth(start, end))
    return path[::-1]


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Say whether the path proves that the new tree only appended to the old one."""
    if not 0 <= old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == EMPTY_ROOT
    turns = _consistency_turns(old, new)
    starts_at_zero = not any(on_left for on_left in turns)
    if len(path) != len(turns) + (0 if starts_at_zero else 1):
        return False
    rest = list(path)
    old_hash = new_hash = old_root if starts_at_zero else rest.pop(0)
    for sibling, on_left in zip(rest, reversed(turns), strict=True):
        if on_left:  # the sibling is in both trees
            old_hash = node_hash(sibling, old_hash)
            new_hash = node_hash(sibling, new_hash)
        else:
            new_hash = node_hash(new_hash, sibling)
    return old_hash == old_root and new_hash == new_root


def _consistency_turns(old: int, new: int) -> list[bool]:
    """Walk from the new root to the subtree ending at `old`: is each sibling on the left?"""
    turns = []
    start, end = 0, new
    while old != end:
        middle = start + split_point(end - start)
        turns.append(old > middle)
        start, end = (middle, end) if old > middle else (start, middle)
    return turns
