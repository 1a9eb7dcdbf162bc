"""For translators: from the French and English texts to a sheet, from a filled sheet to the catalogues of a language.

``docs/translating.md`` walks through it. Nothing here is installed with the product.
"""
