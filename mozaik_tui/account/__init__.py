"""The account service: one contract, several ways to reach it (account-service.md)."""
