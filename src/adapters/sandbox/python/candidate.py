"""Runs the candidate's Python as `__main__`, as `python main.py` would, or calls one of its functions.

From here on nothing is trusted: the candidate can change all of it. It can only harm its own answer, because what
leaves is plain values, and whether they are right is decided outside.
"""

import atexit
import builtins
import json
import linecache
import os
import random
import sys
import threading
import traceback
import types

import goodhart_values as values

NAME = "main.py"


def forget_ourselves():
    """The candidate's modules are its own: ours leave the table, so that no import finds them by accident."""
    for name in [name for name in sys.modules if name.startswith("goodhart_")]:
        del sys.modules[name]


class Result:
    """One line of JSON for each thing reported."""

    def __init__(self, descriptor):
        self.descriptor = descriptor

    def send(self, *line, dumps=json.dumps, write=os.write):
        data = dumps(line).encode() + b"\n"
        while data:
            data = data[write(self.descriptor, data) :]


def finish(status, flush=(lambda: (sys.stdout.flush(), sys.stderr.flush())), leave=os._exit):
    """What the interpreter does at its end, without taking the interpreter down: the process is gone anyway."""
    try:
        threading._shutdown()
        atexit._run_exitfuncs()
    except BaseException:
        pass
    try:
        flush()
    except BaseException:
        status = status or 120
    leave(status)


def exit_status(error):
    """The exit status that a SystemExit asks for."""
    if error.code is None:
        return 0
    if type(error.code) is int:
        return error.code & 0xFF
    print(error.code, file=sys.stderr)
    return 1


def show(error):
    """The traceback from the candidate's own first line on."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != NAME:
        trace = trace.tb_next
    traceback.print_exception(type(error), error, trace)


def fail(result, error):
    """Reports an uncaught exception the way the interpreter would, and ends."""
    kind = "memory" if isinstance(error, MemoryError) else "error"
    result.send("end", kind, type(error).__name__, str(error)[:1000])
    try:
        show(error)
    except BaseException:
        pass
    finish(1)


def find(space, entry):
    """The function that `entry` names: `f`, `module_level.f`, or `Class.method` on a fresh instance of the class."""
    first, *rest = entry.split(".")
    if first not in space:
        raise NameError(f"name {first!r} is not defined")
    target = space[first]
    for name in rest:
        if isinstance(target, type) and isinstance(vars(target).get(name), types.FunctionType):
            target = target()
        target = getattr(target, name)
    return target


def run(head, folder, descriptor):
    result = Result(descriptor)
    forget_ourselves()
    random.seed(head["seed"])
    main = types.ModuleType("__main__")
    main.__file__, main.__builtins__ = NAME, builtins
    sys.modules["__main__"] = main
    sys.argv = [NAME, *head["args"]]
    sys.path.insert(0, folder)
    source = head["program"]
    linecache.cache[NAME] = (len(source), None, source.splitlines(keepends=True), NAME)
    try:
        code = compile(source, NAME, "exec", dont_inherit=True)
    except BaseException as error:
        result.send("end", "compile", type(error).__name__, str(error)[:1000])
        traceback.print_exception(type(error), error, None)
        finish(1)
    try:
        exec(code, main.__dict__)
        if head["entry"] is None:
            finish(0)
        for arguments in head["calls"]:
            call(result, main.__dict__, head["entry"], arguments)
        finish(0)
    except SystemExit as error:
        finish(exit_status(error))
    except BaseException as error:
        fail(result, error)


def call(result, space, entry, arguments, decode=values.decode, encode=values.encode):
    """One call; what it raised is its result, and the next call is still made."""
    try:
        value = find(space, entry)(*[decode(argument) for argument in arguments])
        result.send("value", encode(value))
    except MemoryError:
        raise
    except Exception as error:
        result.send("raised", type(error).__name__, str(error)[:1000])
