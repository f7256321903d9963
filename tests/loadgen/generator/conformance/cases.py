"""More of what a server may answer with, beside ``framing_cases``: rarer corners of RFC 9112."""

import gzip
import zlib

from tests.loadgen.generator.framing_cases import CASES, CHUNKED, HEAD_CASES, OK

GZIP_HEAD = OK + b"Content-Encoding: gzip\r\n"
PLAIN = b"hello hello hello"
ZIPPED = gzip.compress(PLAIN, mtime=0)
OK_2 = OK + b"Content-Length: 2\r\n\r\nok"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def _sized(head: bytes, body: bytes) -> bytes:
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def _chunked(head: bytes, *chunks: bytes) -> bytes:
    body = b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in (*chunks, b""))
    return head + b"Transfer-Encoding: chunked\r\n\r\n" + body


# name -> bytes, after which the server closes. The request was a GET.
MORE: dict[str, bytes] = {
    # chunk extensions, chunk sizes
    "extension, quoted with a semicolon": CHUNKED + b'2;a="x;y"\r\nok\r\n0\r\n\r\n',
    "extension, unfinished quote": CHUNKED + b'2;a="x\r\nok\r\n0\r\n\r\n',
    "extension, empty": CHUNKED + b"2;\r\nok\r\n0;\r\n\r\n",
    "extension with bytes": CHUNKED + b"2;\xff\xfe=\x01\r\nok\r\n0\r\n\r\n",
    "extension with a carriage return": CHUNKED + b"2;a\rb\r\nok\r\n0\r\n\r\n",
    "extension ended by a line feed": CHUNKED + b"2;a\nok\r\n0\r\n\r\n",
    "blanks around extension": CHUNKED + b"2\t; a = b \r\nok\r\n0\r\n\r\n",
    "chunk size 0x2": CHUNKED + b"0x2\r\nok\r\n0\r\n\r\n",
    "chunk size +2": CHUNKED + b"+2\r\nok\r\n0\r\n\r\n",
    "chunk size 2_0": CHUNKED + b"0_2\r\nok\r\n0\r\n\r\n",
    "chunk size of 20 digits": CHUNKED + b"00000000000000000002\r\nok\r\n0\r\n\r\n",
    "last chunk 000": CHUNKED + b"2\r\nok\r\n000\r\n\r\n",
    "carriage return after size": CHUNKED + b"2\rok\r\n0\r\n\r\n",
    "two carriage returns after size": CHUNKED + b"2\r\r\nok\r\n0\r\n\r\n",
    "carriage return after chunk": CHUNKED + b"2\r\nok\r0\r\n\r\n",
    "nothing after chunk": CHUNKED + b"2\r\nok0\r\n\r\n",
    "line feeds only in chunks": CHUNKED + b"2\nok\n0\n\n",
    "no blank line after last chunk": CHUNKED + b"2\r\nok\r\n0\r\n",
    "no last chunk": CHUNKED + b"2\r\nok\r\n",
    # trailers
    "trailer with a length": CHUNKED + b"2\r\nok\r\n0\r\nContent-Length: 2\r\n\r\n",
    "trailer with a coding": CHUNKED + b"2\r\nok\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n",
    "trailer with a strange coding": CHUNKED + b"2\r\nok\r\n0\r\nTransfer-Encoding: x\r\n\r\n",
    "trailer that asks to close": CHUNKED + b"2\r\nok\r\n0\r\nConnection: close\r\n\r\n",
    "trailer, blank before colon": CHUNKED + b"2\r\nok\r\n0\r\nX : a\r\n\r\n",
    "trailer with NUL": CHUNKED + b"2\r\nok\r\n0\r\nX: \x00\r\n\r\n",
    "trailer folded at the start": CHUNKED + b"2\r\nok\r\n0\r\n X: a\r\n\r\n",
    "trailer, then another response": CHUNKED + b"2\r\nok\r\n0\r\nX: a\r\n\r\n" + OK_2,
    # transfer codings
    "coding with a parameter": OK + b"Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n",
    "coding empty": OK + b"Transfer-Encoding:\r\n\r\n0\r\n\r\n",
    "codings as an empty list": OK + b"Transfer-Encoding: ,\r\n\r\n0\r\n\r\n",
    "coding with a vertical tab": OK + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "coding, blank before colon": OK + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "coding folded": OK + b"Transfer-Encoding:\r\n chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    "coding before contradicting lengths": OK
    + b"Transfer-Encoding: chunked\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
    "304 chunked": b"HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
    "1.0 chunked, keep-alive": b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    # lengths
    "length three times": OK + b"Content-Length: 2\r\n" * 3 + b"\r\nok",
    "length as a list of three": OK + b"Content-Length: 2,2 , 2\r\n\r\nok",
    "length as a list with a hole": OK + b"Content-Length: 2,,2\r\n\r\nok",
    "length with a comma": OK + b"Content-Length: 2,\r\n\r\nok",
    "length of 20 digits": OK + b"Content-Length: 00000000000000000002\r\n\r\nok",
    "length 2.0": OK + b"Content-Length: 2.0\r\n\r\nok",
    "length 1_0": OK + b"Content-Length: 0_2\r\n\r\nok",
    "length in Arabic digits": OK + b"Content-Length: \xd9\xa2\r\n\r\nok",
    "length quoted": OK + b'Content-Length: "2"\r\n\r\nok',
    "length in parts": OK + b"Content-Length: 1 2\r\n\r\nok",
    "length folded twice": OK + b"Content-Length:\r\n\t\r\n 2\r\n\r\nok",
    # interim responses
    "100 many times": CONTINUE * 20 + OK_2,
    "103, folded": b"HTTP/1.1 103 Early\r\nLink: a\r\n b\r\n\r\n" + OK_2,
    "100 chunked": b"HTTP/1.1 100 Go\r\nTransfer-Encoding: chunked\r\n\r\n" + OK_2,
    "100 that asks to close": b"HTTP/1.1 100 Go\r\nConnection: close\r\n\r\n" + OK_2,
    "100 of 1.0": b"HTTP/1.0 100 Go\r\n\r\n" + OK_2,
    "100 with a body": CONTINUE + b"hello" + OK_2,
    "100 after the answer": OK_2 + CONTINUE,
    "199": b"HTTP/1.1 199 Odd\r\n\r\n" + OK_2,
    "100 with bad lengths": b"HTTP/1.1 100 Go\r\nContent-Length: 1, 2\r\n\r\n" + OK_2,
    # upgrades
    "426": b"HTTP/1.1 426 Upgrade Required\r\nUpgrade: h2c\r\nConnection: upgrade\r\n"
    b"Content-Length: 0\r\n\r\n",
    "upgrade offered": OK + b"Upgrade: h2c\r\nConnection: upgrade\r\nContent-Length: 2\r\n\r\nok",
    "101 with bytes after": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nhello",
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/2 frames": b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80",
    # connection
    "connection: keep-alive, close": OK
    + b"Connection: keep-alive\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
    "connection: closed": OK + b"Connection: closed\r\nContent-Length: 2\r\n\r\nok",
    "proxy-connection: close": OK + b"Proxy-Connection: close\r\nContent-Length: 2\r\n\r\nok",
    "1.0 to the close, empty": b"HTTP/1.0 200 OK\r\n\r\n",
    "1.0 cut": b"HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\nhello",
    "1.0 and a second response": b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok" + OK_2,
    # carriage returns and line feeds
    "carriage returns only": b"HTTP/1.1 200 OK\rContent-Length: 2\r\rok",
    "line feed, carriage return": b"HTTP/1.1 200 OK\n\rContent-Length: 2\n\r\n\rok",
    "carriage return before colon": OK + b"X\r: a\r\nContent-Length: 2\r\n\r\nok",
    "carriage return at the start": b"\r" + OK_2,
    "carriage return in status line": b"HTTP/1.1 200 O\rK\r\nContent-Length: 2\r\n\r\nok",
    "lone carriage return as a line": OK + b"\r\r\nContent-Length: 2\r\n\r\nok",
    "blank lines first": b"\r\n\r\n\r\n" + OK_2,
    # content codings
    "gzip": _sized(GZIP_HEAD, ZIPPED),
    "gzip, chunked": _chunked(GZIP_HEAD, ZIPPED[:7], ZIPPED[7:8], ZIPPED[8:]),
    "gzip to the close": GZIP_HEAD + b"\r\n" + ZIPPED,
    "gzip cut short": _sized(GZIP_HEAD, ZIPPED[:-9]),
    "gzip without its checksum": _sized(GZIP_HEAD, ZIPPED[:-8]),
    "gzip, wrong checksum": _sized(GZIP_HEAD, ZIPPED[:-8] + b"12345678"),
    "gzip, damaged": _sized(GZIP_HEAD, ZIPPED[:12] + b"\xff\xff\xff" + ZIPPED[15:]),
    "gzip, bytes after": _sized(GZIP_HEAD, ZIPPED + b"more"),
    "gzip, two members": _sized(GZIP_HEAD, ZIPPED * 2),
    "gzip, empty": _sized(GZIP_HEAD, b""),
    "gzip, not at all": _sized(GZIP_HEAD, PLAIN),
    "gzip, not at all, chunked": _chunked(GZIP_HEAD, PLAIN),
    "gzip, 204": b"HTTP/1.1 204 No Content\r\nContent-Encoding: gzip\r\n\r\n",
    "x-gzip": _sized(OK + b"Content-Encoding: x-gzip\r\n", ZIPPED),
    "GZIP in capitals": _sized(OK + b"Content-Encoding: GZIP\r\n", ZIPPED),
    "gzip twice": _sized(OK + b"Content-Encoding: gzip, gzip\r\n", gzip.compress(ZIPPED, mtime=0)),
    "gzip, but deflated": _sized(GZIP_HEAD, zlib.compress(PLAIN)),
    "deflate": _sized(OK + b"Content-Encoding: deflate\r\n", zlib.compress(PLAIN)),
    "deflate, raw": _sized(OK + b"Content-Encoding: deflate\r\n", zlib.compress(PLAIN)[2:-4]),
    "deflate, not at all": _sized(OK + b"Content-Encoding: deflate\r\n", PLAIN),
    "coding nobody knows": _sized(OK + b"Content-Encoding: zebra\r\n", PLAIN),
    "charset nobody knows": _sized(OK + b"Content-Type: text/plain; charset=zebra\r\n", PLAIN),
    # pipelined garbage
    "then zeros": OK_2 + b"\0" * 40,
    "then half a response": OK_2 + OK[:9],
    "then a line end": OK_2 + b"\r\n",
    "then three responses": OK_2 * 4,
    "chunked, then a line end": _chunked(OK, b"ok") + b"\r\n",
    "204, then a response": b"HTTP/1.1 204 No Content\r\n\r\n" + OK_2,
    "empty, then a chunk": OK + b"Content-Length: 0\r\n\r\n2\r\nok\r\n0\r\n\r\n",
}

EVERYTHING: list[tuple[str, str, bytes]] = [
    *(("GET", name, data) for name, data in CASES.items()),
    *(("GET", name, data) for name, data in MORE.items()),
    *(("HEAD", name, data) for name, data in HEAD_CASES.items()),
]
