"""Records out of the bytes of a race file, which come in pieces of any size."""

from collections.abc import Iterator

import msgspec

from loadgen.files.zstd import zstd
from loadgen.recording.records import RECORD_LIMIT, Record

_PIECE = 1 << 20
"""So many bytes are decompressed at once: a small file may come to very many."""
_DECODER: msgspec.msgpack.Decoder[Record] = msgspec.msgpack.Decoder(Record)


class RecordDecoder:
    """Where the bytes are damaged the records end, and ``damage`` says how."""

    def __init__(self) -> None:
        self.damage = ""
        self._zstd: zstd.ZstdDecompressor | None = None
        self._buffer = bytearray()

    @property
    def is_open(self) -> bool:
        """Whether a zstd frame has begun and not ended, as that of a race that is on."""
        return self._zstd is not None

    def feed(self, data: bytes) -> Iterator[Record]:
        """The records that are whole with these bytes; to be taken before the next ones."""
        for piece in self._decompressed(data):
            self._buffer += piece
            yield from self._whole_records()
            if self.damage:
                return

    def end(self) -> None:
        """No more bytes come."""
        if self._buffer and not self.damage:
            self.damage = "the last record is cut off"

    def _decompressed(self, data: bytes) -> Iterator[bytes]:
        """Of one zstd frame after the other, in pieces of limited size."""
        while data:
            decompressor = self._zstd = self._zstd or zstd.ZstdDecompressor()
            try:
                yield decompressor.decompress(data, _PIECE)
                while not decompressor.eof and not decompressor.needs_input:
                    yield decompressor.decompress(b"", _PIECE)
            except zstd.ZstdError as error:
                self.damage, self._zstd = f"it cannot be decompressed ({error})", None
                return
            data = b""
            if decompressor.eof:
                data, self._zstd = decompressor.unused_data, None

    def _whole_records(self) -> Iterator[Record]:
        buffer = self._buffer
        while len(buffer) >= 4:
            end = 4 + int.from_bytes(buffer[:4], "big")
            if end - 4 > RECORD_LIMIT:
                self.damage = f"a record claims to have {end - 4:,} bytes"
                return
            if len(buffer) < end:
                return
            try:
                record = _DECODER.decode(bytes(buffer[4:end]))
            except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
                self.damage = f"a record is damaged ({error})"
                return
            del buffer[:end]
            yield record
