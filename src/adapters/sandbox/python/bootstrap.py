"""Read with `python3 -c`: takes the other modules and the settings from the first frame, then splits in two."""

import ctypes, gc, json, os, socket, struct, sys, types  # noqa: E401

# What candidates import most is imported once, here, and shared by every fork.
import array, bisect, cmath, collections, contextlib, copy, dataclasses, datetime, decimal, enum, fractions  # noqa: E401, F401
import functools, heapq, io, itertools, linecache, math, operator, random, re, select, signal, statistics  # noqa: E401, F401
import string, threading, time, traceback, typing  # noqa: E401, F401


def read(size):
    data = b""
    while len(data) < size:
        part = os.read(0, size - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


(size, extra) = struct.unpack("<II", read(8))
start = json.loads(read(size))
filters = read(extra)
config = start["config"]
config["filters"] = {name: filters[begin:end] for name, (begin, end) in start["filters"].items()}
for name, source in start["modules"]:
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(compile(source, name, "exec"), module.__dict__)
sys.path[:] = [path for path in sys.path if path]
ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
relay, zygote = sys.modules["goodhart_relay"], sys.modules["goodhart_zygote"]
gc.collect()
gc.freeze()
child = os.fork()
if child == 0:
    # The zygote keeps nothing of the line to Node: no job can inherit it.
    nothing = os.open("/dev/null", os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.closerange(3, theirs.fileno())
    os.closerange(theirs.fileno() + 1, 1024)
    zygote.serve(theirs, config)
    os._exit(0)
theirs.close()
try:
    relay.serve(ours)
except (EOFError, OSError):
    pass
ours.close()  # ends the zygote and the job that it may be watching
os.waitpid(child, 0)
if config["tier"] != "bubblewrap":
    sys.modules["goodhart_job"].remove(config["folder"])
os._exit(0)
