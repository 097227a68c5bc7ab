"""The side that talks to Node: it carries bytes in and out and never starts a job itself.

Jobs are forked by the zygote, another process. So no job inherits the memory through which another job's input or
output has passed.
"""

import json
import os
import select
import socket
import struct

CHUNK = 1 << 16
HEAD = struct.Struct("<II")
REQUEST = struct.Struct("<qqq")  # wall and cpu in microseconds, memory in bytes
REPORT = struct.Struct("<iiqqqq")  # reason, wait status, user and system microseconds, wall microseconds, peak bytes
STOP = b"stop"


def read_exactly(descriptor, size):
    parts = []
    while size > 0:
        part = os.read(descriptor, min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_frame(descriptor):
    head, body = HEAD.unpack(read_exactly(descriptor, HEAD.size))
    return json.loads(read_exactly(descriptor, head)), read_exactly(descriptor, body)


def write_frame(descriptor, head, body=b""):
    text = json.dumps(head).encode()
    frame = memoryview(b"".join((HEAD.pack(len(text), len(body)), text, body)))
    while frame:
        frame = frame[os.write(descriptor, frame) :]


class Intake:
    """One stream of a job: bytes up to a cap; it says when the cap is passed."""

    def __init__(self, descriptor, cap):
        self.descriptor, self.cap, self.parts, self.size = descriptor, cap, [], 0

    def take(self):
        """Reads what is there: None at the end of the stream, else whether the cap is passed."""
        try:
            part = os.read(self.descriptor, CHUNK)
        except BlockingIOError:
            return False
        if not part:
            return None
        room = self.cap - self.size
        self.size += len(part)
        if room > 0:
            self.parts.append(part[:room])
        return self.size > self.cap

    def bytes(self):
        return b"".join(self.parts)


def run(zygote, head, payload):
    """One job from its payload to its report."""
    ends = [os.pipe() for _ in range(4)]
    (payload_read, payload_write), *outputs = ends
    for descriptor in (payload_write, *(read for read, _ in outputs)):
        os.set_blocking(descriptor, False)
    request = REQUEST.pack(head["wall"] * 1000, head["cpu"] * 1000, head["memory"])
    socket.send_fds(zygote, [request], [payload_read, *(write for _, write in outputs)])
    os.close(payload_read)
    for _, write in outputs:
        os.close(write)
    intakes = {read: Intake(read, cap) for (read, _), cap in zip(outputs, head["caps"])}
    poll = select.poll()
    for descriptor in (0, zygote.fileno(), *intakes):
        poll.register(descriptor, select.POLLIN)
    poll.register(payload_write, select.POLLOUT)
    rest = memoryview(payload)
    flooded = aborted = False
    report = None
    while report is None:
        for descriptor, _ in poll.poll():
            if descriptor == zygote.fileno():
                report = zygote.recv(REPORT.size)
                if not report:
                    raise EOFError
            elif descriptor == 0:
                read_frame(0)  # while a job runs, the only word that can come is to stop it
                aborted = True
                zygote.send(STOP)
            elif descriptor == payload_write:
                try:
                    rest = rest[os.write(payload_write, rest[:CHUNK]) :]
                except BlockingIOError:
                    continue
                except BrokenPipeError:
                    rest = rest[:0]
                if not rest:
                    poll.unregister(payload_write)
                    os.close(payload_write)
                    payload_write = -1
            else:
                over = intakes[descriptor].take()
                if over is None:
                    poll.unregister(descriptor)
                elif over and not flooded:
                    flooded = True
                    zygote.send(STOP)
    if payload_write >= 0:
        os.close(payload_write)
    for descriptor, intake in intakes.items():  # all writers are gone: what is left is in the pipe
        for _ in range(CHUNK):
            before = intake.size
            over = intake.take()
            flooded = flooded or bool(over)
            if over is None or intake.size == before:
                break
        os.close(descriptor)
    reason, status, user, system, wall, peak = REPORT.unpack(report)
    parts = [intake.bytes() for intake in intakes.values()]
    answer = {
        "id": head["id"],
        "reason": "aborted" if aborted else "output" if flooded else REASONS[reason],
        "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
        "cpu": (user + system) / 1000,
        "wall": wall / 1000,
        "peak": peak,
        "sizes": [len(part) for part in parts],
    }
    write_frame(1, answer, b"".join(parts))


REASONS = ("ended", "wall", "cpu", "memory", "stopped", "refused", "disk")


def serve(zygote):
    write_frame(1, {"ready": os.getpid()})
    while True:
        head, payload = read_frame(0)
        if "id" in head:
            run(zygote, head, payload)
