"""Whole sign-ups beside those of services that people trust, each with *our* Argon2 parameters.

``make bench-peers`` runs ours on SQLite and each peer, interleaved, and prints sign-ups a second and ratios. A
peer is served by its usual production server, sends its mail to the same relay, keeps its accounts in SQLite as
durably as ours (WAL, ``synchronous = FULL``) and is driven by the same client.

What the others do **not** do on the way, and ours does: the child (looked up in a registry, linked, listed), the
log of audit, any throttle, keys of idempotency, an outbox for the mail, cipher and HMAC on what is personal. See
docs/benchmarks.md, "Beside others".
"""
