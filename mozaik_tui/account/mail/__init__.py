"""Mail: the outbox, the workers that empty it, the transports they hand over to, and the messages
themselves.
"""
