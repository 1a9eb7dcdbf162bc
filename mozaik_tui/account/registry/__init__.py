"""The registry of pupils: reading the file, keyed digests, generations, the invented sample
(account-service.md).
"""
