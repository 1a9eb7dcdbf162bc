"""The page that the parent prints or carries home: the steps in two languages, whom to ask, the portal's address.

``content.py`` says what stands on it, ``page.py`` makes HTML of that, ``delivery.py`` brings it to a printer, a file or
the screen. No secret is ever on it, and a child's number only when it was asked for.
"""
