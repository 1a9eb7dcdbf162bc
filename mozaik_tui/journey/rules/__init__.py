"""The input rules of journey.md, one file each: a text goes in, a verdict comes out."""
