"""The account service over HTTP: the server with its gate, and the client behind the same protocol
(account-service.md, HTTP version 1).

The server's libraries come with the extra ``[server]``; the client's is imported with the first URL service.
"""
