"""Messages of any size go through a socket in frames."""

import pickle
import socket
from multiprocessing.connection import Connection
from threading import Thread

import pytest

from rnnspec.executors.messages import Kept, SavedModel
from rnnspec.workers.wire import FRAME, Wire


@pytest.mark.parametrize("size", [0, FRAME, 5 * FRAME + 1])
def test_messages_arrive_as_they_were(size: int) -> None:
    ours, theirs = socket.socketpair()
    sent = [Kept(SavedModel(bytes(size), {"trial": 1})), "the next one"]
    with Wire(ours.detach()) as here, Wire(theirs.detach()) as there:
        sending = Thread(target=lambda: [there.send(message) for message in sent])
        sending.start()
        assert [here.recv(), here.recv()] == sent
        sending.join()
        there.close()
        with pytest.raises(EOFError):
            here.recv()


def test_no_read_asks_for_a_whole_model() -> None:
    ours, theirs = socket.socketpair()
    with Connection(ours.detach()) as here, Wire(theirs.detach()) as there:
        sending = Thread(target=there.send, args=(bytes(3 * FRAME),))
        sending.start()
        left = int(here.recv_bytes(FRAME))
        frames = []
        while left:
            frames.append(here.recv_bytes(FRAME))
            left -= len(frames[-1])
        sending.join()
    assert pickle.loads(b"".join(frames)) == bytes(3 * FRAME)
