"""One job, from the fork to its last byte. Trusted until `SEALED` is written; then the candidate has the process."""

import io
import json
import os
import stat
import struct
import sys

import goodhart_candidate as candidate
import goodhart_jail as jail

RESULT = 3  # the descriptor on which values leave; standard output and error stay the candidate's own
SEALED = b"+"  # the first byte of a result: everything before it was ours, so what follows is the candidate's fault


def safe_path(name):
    parts = name.split("/")
    if not name or "\0" in name or any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"unsafe file name {name!r}")
    return parts


def lay_out(files, blobs, folder):
    for file, blob in zip(files, blobs):
        parts = safe_path(file["name"])
        os.makedirs(os.path.join(folder, *parts[:-1]), mode=0o700, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        descriptor = os.open(os.path.join(folder, *parts), flags, 0o700 if file["executable"] else 0o600)
        with open(descriptor, "wb") as out:
            out.write(blob)


def remove(folder):
    """Deletes a job's folder even where the job took away its own rights to it."""
    for path, _, _ in os.walk(folder):
        os.chmod(path, 0o700)
    for path, folders, files in os.walk(folder, topdown=False):
        for name in files + [name for name in folders if os.path.islink(os.path.join(path, name))]:
            os.unlink(os.path.join(path, name))
        if path == folder or not os.path.islink(path):
            os.rmdir(path)


def collect(names, folder, cap):
    """The bytes of regular files that the job left behind, up to `cap` in all: ([name, size, executable], blob)."""
    found, blobs = [], []
    for name in names:
        try:
            descriptor = os.open(os.path.join(folder, *safe_path(name)), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            continue
        with open(descriptor, "rb") as source:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or status.st_size > cap:
                continue
            cap -= status.st_size
            blob = source.read(status.st_size)
            found.append([name, len(blob), bool(status.st_mode & 0o100)])
            blobs.append(blob)
    return found, b"".join(blobs)


def prepare(descriptors, folder, config):
    """Reads the payload, closes every way out, and returns what is to be run."""
    payload, *outputs = descriptors
    # Received descriptors are 3 and above: only the last target can be one of them, and by then it is copied.
    for target, descriptor in zip((0, 1, 2, RESULT), (payload, *outputs)):
        os.dup2(descriptor, target)
    os.closerange(RESULT + 1, 1024)
    jail.fresh_folder(config, folder)
    with open(0, "rb", closefd=False) as source:
        (size,) = struct.unpack("<I", source.read(4))
        head = json.loads(source.read(size))
        blobs = [source.read(size) for size in head["sizes"]]
    stdin = os.memfd_create("stdin")
    with open(stdin, "wb", closefd=False) as sink:
        sink.write(blobs.pop())
    os.lseek(stdin, 0, os.SEEK_SET)
    os.dup2(stdin, 0)
    os.close(stdin)
    lay_out(head["files"], blobs, folder)
    os.chdir(folder)
    for name in ("HOME", "TMPDIR"):
        if os.environ.get(name) != folder:
            os.environ[name] = folder
    os.setsid()
    return head


def confine(folder, config):
    """Takes away privileges and the sight of the machine's files. From here on only the folder is ours."""
    if config["tier"] != "none":
        jail.drop_privileges()
    if config["tier"] == "landlock":
        jail.landlock(config["read"], [folder, *config["devices"]])


def close_off(head, config):
    """The last trusted steps: the limits, then the filter, after which neither could be set."""
    jail.limit(head["limits"], own_pids=config["tier"] == "bubblewrap")
    if config["tier"] != "none":
        jail.seal(config["filters"][head["filter"]])


def run_command(head, folder, config):
    """Runs a command line in a process of its own and reports from outside it."""
    pid = os.fork()
    if pid == 0:
        try:
            os.close(RESULT)
            close_off(head, config)
            environment = {"HOME": folder, "TMPDIR": folder, "PATH": config["path"], "LANG": "C.UTF-8", **head["environment"]}
            os.execve(head["command"][0], head["command"], environment)
        except BaseException as error:
            os.write(2, f"{head['command'][0]}: {error}\n".encode())
            os._exit(127)
    os.write(RESULT, SEALED)
    _, status = os.waitpid(pid, 0)
    files, blobs = collect(head["collect"], folder, head["limits"]["fileSize"])
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
    report = json.dumps({"exit": code, "signal": os.WTERMSIG(status) if code is None else None, "files": files})
    with open(RESULT, "wb") as out:
        out.write(report.encode() + b"\n" + blobs)
    os._exit(0)


def main(descriptors, folder, config):
    try:
        head = prepare(descriptors, folder, config)
        confine(folder, config)
        if "command" in head:
            run_command(head, folder, config)
        close_off(head, config)
        os.write(RESULT, SEALED)
    except BaseException as error:
        os.write(RESULT, f"-{type(error).__name__}: {error}"[:2000].encode(errors="replace"))
        os._exit(70)
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), "utf-8", "surrogateescape")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), "utf-8", "surrogateescape")
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(2, "w", closefd=False)), "utf-8", "backslashreplace", line_buffering=True
    )
    candidate.run(head, folder, RESULT)
