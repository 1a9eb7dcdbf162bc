"""Medians, ratios and the limit that each is held against."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


def table(title: str, ours: Sequence[float], floor: Sequence[float], limit: float, floor_name: str) -> None:
    """Print medians in milliseconds and the median of the pairwise ratios."""
    ratio = median(a / b for a, b in zip(ours, floor, strict=True))
    print(f"{title}")
    print(
        f"  ours            {median(ours) * 1000:8.1f} ms  (min {min(ours) * 1000:.1f}, max {max(ours) * 1000:.1f})"
    )
    print(
        f"  {floor_name:<15} {median(floor) * 1000:8.1f} ms  (min {min(floor) * 1000:.1f}, max {max(floor) * 1000:.1f})"
    )
    print(f"  ratio           {ratio:8.2f}     (aim: at most {limit}; {len(ours)} interleaved runs)")
