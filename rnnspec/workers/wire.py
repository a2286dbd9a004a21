"""A connection that carries messages of any size, such as models.

In: messages. Out: the same at the other end. `Connection` alone asks the system for a whole message
at every read, which takes the square of its size: a minute for 300 MiB. Here a message goes in
frames.
"""

import pickle
from multiprocessing.connection import Connection
from typing import Any

FRAME = 2**20
"""The bytes of a frame."""


class Wire(Connection):
    """One end of a socket; both ends must be a `Wire`."""

    def send(self, obj: Any) -> None:
        """Send a message: its size, then its bytes in frames."""
        content = memoryview(pickle.dumps(obj, pickle.HIGHEST_PROTOCOL))
        self.send_bytes(str(len(content)).encode())
        for begin in range(0, len(content), FRAME):
            self.send_bytes(content[begin : begin + FRAME])

    def recv(self) -> Any:
        """The next message, waited for. Raises EOFError where the other end is closed."""
        size = int(self.recv_bytes())
        content = bytearray()
        while len(content) < size:
            content += self.recv_bytes()
        return pickle.loads(content)
