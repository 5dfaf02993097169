"""The leanest HTTP client: one connection that stays open, so that the service is what is timed."""

import socket

from httptools import HttpResponseParser


class Client:
    """Asks one service over one connection; not safe to share between threads."""

    def __init__(self, host: str, port: int, timeout: float = 60.0) -> None:
        self._socket = socket.create_connection((host, port), timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._host = f"{host}:{port}"

    def get(self, target: str) -> tuple[int, bytes]:
        """Give status and body of the answer; raises ConnectionError when there is none."""
        request = f"GET {target} HTTP/1.1\r\nHost: {self._host}\r\nAccept: application/json\r\n\r\n"
        self._socket.sendall(request.encode("ascii"))
        answer = _Answer()
        parser = HttpResponseParser(answer)
        while not answer.complete:
            received = self._socket.recv(1 << 16)
            if not received:
                raise ConnectionError(f"{self._host} closed the connection")
            parser.feed_data(received)
        return parser.get_status_code(), b"".join(answer.parts)

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()


class _Answer:
    """What the parser tells of an answer, under the names that it calls."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.complete = False

    def on_body(self, body: bytes) -> None:
        self.parts.append(body)

    def on_message_complete(self) -> None:
        self.complete = True
