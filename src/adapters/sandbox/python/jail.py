"""What a job may do. Everything here runs in the job's own process, before the first line that is not ours."""

import ctypes
import os
import resource
import struct

# PyDLL keeps the interpreter lock through the call: a raw clone must not come back to a lock that nobody holds.
libc = ctypes.PyDLL(None, use_errno=True)
python = ctypes.pythonapi

CLONE = {"x86_64": 56, "aarch64": 220}.get(os.uname().machine)
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
NEW_MOUNTS, NEW_IPC, NEW_PIDS, SIGCHLD = 0x00020000, 0x08000000, 0x20000000, 17
NO_SUID, NO_DEVICES, DETACH = 2, 4, 2
SET_DUMPABLE, SET_SECCOMP, SET_NO_NEW_PRIVILEGES, AMBIENT, AMBIENT_CLEAR = 4, 22, 38, 47, 4


def check(result, what):
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def longs(*values):
    return [ctypes.c_ulong(value) for value in values]


def fork(tier):
    """os.fork, in the bubblewrap tier with namespaces of its own for processes, mounts and IPC."""
    if tier != "bubblewrap":
        return os.fork()
    python.PyOS_BeforeFork()
    pid = libc.syscall(*longs(CLONE, NEW_MOUNTS | NEW_IPC | NEW_PIDS | SIGCHLD, 0, 0, 0, 0))
    if pid == 0:
        python.PyOS_AfterFork_Child()
        return 0
    python.PyOS_AfterFork_Parent()
    return check(pid, "clone")


def fresh_folder(config, path):
    """An empty file system of the job's own over `path`, and /proc taken away."""
    if config["tier"] != "bubblewrap":
        os.mkdir(path, 0o700)
        return
    options = f"size={config['disk']},nr_inodes=4096,mode=0700".encode()
    check(libc.mount(b"tmpfs", path.encode(), b"tmpfs", *longs(NO_SUID | NO_DEVICES), options), "mount tmpfs")
    if config["proc"]:
        check(libc.umount2(b"/proc", DETACH), "umount /proc")


def drop_privileges():
    """No capability is left, and none can come back through a set-uid program."""
    libc.prctl(*longs(AMBIENT, AMBIENT_CLEAR, 0, 0, 0))
    header = struct.pack("=Ii", 0x20080522, 0)
    check(libc.capset(header, bytes(24)), "capset")
    check(libc.prctl(*longs(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)), "no_new_privs")
    check(libc.prctl(*longs(SET_DUMPABLE, 0, 0, 0, 0)), "dumpable")


def limit(limits, own_pids):
    """Hard limits of the kernel. `memory` counts address space; 0 where a program needs more of it than it uses."""
    seconds = -(-limits["cpu"] // 1000) + 1  # the zygote is more exact; this holds where it cannot look
    mebibyte = 1 << 20
    wanted = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: limits["fileSize"],
        resource.RLIMIT_NOFILE: limits["openFiles"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: 256,
        resource.RLIMIT_STACK: max(8 * mebibyte, min(64 * mebibyte, limits["memory"] // 4)),
    }
    if limits["addressSpace"] > 0:
        wanted[resource.RLIMIT_AS] = limits["addressSpace"]
    if own_pids:  # outside a user namespace of our own the count would include the user's other processes
        wanted[resource.RLIMIT_NPROC] = limits["processes"] + limits["threads"] + 3
    for which, value in wanted.items():
        hard = resource.getrlimit(which)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (value, value))


def seal(program):
    """Installs a seccomp program; it stays through every exec."""
    buffer = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    check(libc.prctl(ctypes.c_ulong(SET_SECCOMP), ctypes.c_ulong(2), head, *longs(0, 0)), "seccomp")


# Access rights of Landlock, by bit.
EXECUTE, WRITE_FILE, READ_FILE, READ_DIRECTORY, TRUNCATE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14
MAKE_DEVICES_AND_SOCKETS = 1 << 6 | 1 << 9 | 1 << 11
RIGHTS_BY_VERSION = (13, 14, 15, 15, 16)  # how many rights the kernel's version 1, 2, ... knows


def landlock(read, write):
    """Only what lies beneath `read` can be read or executed, only what lies beneath `write` can be changed."""
    version = libc.syscall(*longs(LANDLOCK_CREATE, 0, 0, 1))
    check(version, "landlock")
    rights = (1 << RIGHTS_BY_VERSION[min(version, len(RIGHTS_BY_VERSION)) - 1]) - 1
    attributes = struct.pack("=Q", rights)
    if version >= 4:
        attributes += struct.pack("=Q", 3)  # TCP bind and connect
    if version >= 6:
        attributes += struct.pack("=Q", 3)  # abstract sockets and signals stay inside
    buffer = ctypes.create_string_buffer(attributes, len(attributes))
    rules = libc.syscall(
        ctypes.c_ulong(LANDLOCK_CREATE), buffer, *longs(len(attributes), 0)
    )
    check(rules, "landlock ruleset")
    look = EXECUTE | READ_FILE | READ_DIRECTORY
    change = rights & ~MAKE_DEVICES_AND_SOCKETS
    for path, wanted in [(path, look) for path in read] + [(path, change) for path in write]:
        try:
            folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        if not os.path.isdir(path):
            wanted &= EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
        rule = struct.pack("=Qi", wanted & rights, folder)
        add = [ctypes.c_ulong(LANDLOCK_ADD), ctypes.c_ulong(rules), ctypes.c_ulong(1), rule, ctypes.c_ulong(0)]
        check(libc.syscall(*add), f"landlock rule for {path}")
        os.close(folder)
    check(libc.syscall(*longs(LANDLOCK_RESTRICT, rules, 0)), "landlock restrict")
    os.close(rules)
