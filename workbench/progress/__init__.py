"""Fingerprints, the ledger and the stopping rule: pure functions, no I/O."""
