"""Where a ledger is kept: an append-only log that knows bytes, not meaning.

Entries go in as canonical JSON and come out in order; a Merkle tree over them is signed, so that
anybody with the log's public key can verify that nothing was changed or taken away. The files
are those of c2sp.org/tlog-tiles, tlog-checkpoint, signed-note, tlog-cosignature and tlog-proof,
which others' tools read too.

    log = Log.init("ledger", process="korea")
    log.append([encode_entry("put", "event", "event/singapore", known="2018-06-12",
                             by="analyst", at="2024-05-01T12:00:00Z", body={"label": "Summit"})])
    for position, header in log.headers():
        print(position, header.id, log.body(position))
    verify("ledger")  # [] when nothing is wrong
"""

from servanda.log.canonical import canonical
from servanda.log.entries import (
    MAX_ENTRY_BYTES,
    EntryHeader,
    Operation,
    check_entry,
    decode_body,
    decode_header,
    encode_entry,
)
from servanda.log.errors import LogError, LogMovedError, LogUnavailableError, Problem
from servanda.log.keys import keys_folder, read_key
from servanda.log.merkle import verify_consistency
from servanda.log.notes import SigningKey, VerifierKey
from servanda.log.proofs import Proven, consistency_proof, prove, verify_proof
from servanda.log.reading import LogReader, MemoryLog
from servanda.log.store import Log
from servanda.log.verification import verify
from servanda.log.witnesses import cosign, cosignatures, new_witness_key, witness

__all__ = [
    "MAX_ENTRY_BYTES",
    "EntryHeader",
    "Log",
    "LogError",
    "LogMovedError",
    "LogReader",
    "LogUnavailableError",
    "MemoryLog",
    "Operation",
    "Problem",
    "Proven",
    "SigningKey",
    "VerifierKey",
    "canonical",
    "check_entry",
    "consistency_proof",
    "cosign",
    "cosignatures",
    "decode_body",
    "decode_header",
    "encode_entry",
    "keys_folder",
    "new_witness_key",
    "prove",
    "read_key",
    "verify",
    "verify_consistency",
    "verify_proof",
    "witness",
]
