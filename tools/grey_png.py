"""Makes a browser's picture of black text on paper small: eight greys, four bits a point, a third of the size."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {2: 3, 6: 4}
_GREYS = bytes(round(round(value / 255 * 7) * 15 / 7) for value in range(256))
"""Each of 256 greys as one of eight, in four bits."""


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE)
    while place < len(png):
        (size,) = struct.unpack_from(">I", png, place)
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + size]
        place += 12 + size


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _paeth(left: int, above: int, corner: int) -> int:
    near = left + above - corner
    distances = abs(near - left), abs(near - above), abs(near - corner)
    return (left, above, corner)[distances.index(min(distances))]


def _rows(filtered: bytes, stride: int, step: int) -> Iterator[bytearray]:
    """The rows as they are seen: each stands in the file as what it differs from its neighbours by."""
    above = bytearray(stride)
    for start in range(0, len(filtered), stride + 1):
        kind, row = filtered[start], bytearray(filtered[start + 1 : start + 1 + stride])
        for at in range(stride) if kind else ():
            left, corner = (row[at - step], above[at - step]) if at >= step else (0, 0)
            guess = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind]
            row[at] = (row[at] + guess) & 255
        yield row
        above = row


def grey(png: bytes) -> bytes:
    """``png``, eight bits a colour and not interlaced as browsers write it, in eight greys."""
    chunks = list(_chunks(png))
    width, height, depth, colours, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    assert (depth, interlaced) == (8, 0)
    step = _CHANNELS[colours]
    points = zlib.decompress(b"".join(content for name, content in chunks if name == b"IDAT"))
    packed = bytearray()
    for row in _rows(points, width * step, step):
        greys = (
            row[1::step].translate(_GREYS) + b"\x0f"
        )  # of black and white, green says as much as all three
        packed.append(0)
        packed += bytes(greys[at] << 4 | greys[at + 1] for at in range(0, width, 2))
    head = struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)
    body = zlib.compress(bytes(packed), 9)
    return SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
