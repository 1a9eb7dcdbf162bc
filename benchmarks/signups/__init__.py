"""Whole sign-ups over HTTP: start, code read from the mail, verify, password, child, list.

``python -m benchmarks.signups`` prints how many a second, what each costs the server, and what the hash alone
would cost on the same cores. See docs/benchmarks.md.
"""
