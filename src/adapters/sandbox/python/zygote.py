"""The side that forks jobs and ends them. It never reads a payload or an output: only numbers and descriptors."""

import ctypes
import os
import select
import signal
import socket
import time

import goodhart_jail as jail
import goodhart_job as job
import goodhart_relay as relay

ENDED, WALL, CPU, MEMORY, STOPPED, REFUSED, DISK = range(7)  # the order of REASONS in the relay
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
LOOK_EVERY = 0.02  # seconds between two looks at the memory of a job that runs long
LOOK_SELDOM = 0.05  # where /proc shows the whole machine, a look costs more
SET_CHILD_SUBREAPER = 36


def cpu_clock(pid):
    return (~pid << 3) | 2  # the kernel's name for the processor clock of another process


def descendants(root):
    """All processes of /proc beneath `root`: for each its own (not file-backed) resident bytes, and the seconds of
    processor time of it and of the children that it has waited for."""
    parents, uses = {}, {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb") as stat, open(f"/proc/{name}/statm", "rb") as statm:
                fields = stat.read().rpartition(b")")[2].split()
                _, resident, shared = statm.read().split()[:3]
        except OSError:
            continue  # it ended while we looked
        if len(fields) > 14:
            parents[int(name)] = int(fields[1])
            uses[int(name)] = (int(resident) - int(shared)) * PAGE, sum(map(int, fields[11:15])) / TICKS
    found, edge = {}, {root}
    while edge:
        edge = {pid for pid, parent in parents.items() if parent in edge and pid not in found}
        found.update((pid, uses[pid]) for pid in edge)
    return found


def disk_full(folder, size, most=4096):
    """Whether a folder holds more than it may: in bytes, or in entries."""
    count = used = 0
    for path, folders, files in os.walk(folder):
        for name in folders + files:
            count += 1
            try:
                used += os.lstat(os.path.join(path, name)).st_blocks * 512
            except OSError:
                pass
        if used > size or count > most:
            return True
    return False


def watch(sock, pid, descriptor, wall, cpu, memory, look, disk):
    """Waits for the job's end or for a limit, and kills it at a limit. Returns the reason and the peak bytes seen."""
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    poll.register(descriptor, select.POLLIN)
    deadline = time.monotonic() + wall
    reason, peak = ENDED, 0
    while True:
        wait, used = deadline - time.monotonic(), 0.0
        try:
            used = time.clock_gettime(cpu_clock(pid))
        except OSError:
            pass  # it has just ended
        if wait <= 0:
            reason = WALL
        elif used >= cpu:
            reason = CPU
        wait = min(wait, max(cpu - used, 0.002))
        events = poll.poll(0 if reason else 1000 * min(wait, look or wait) + 1)
        ready = {event[0] for event in events}
        if descriptor in ready:
            return ENDED, peak
        if sock.fileno() in ready:
            if not sock.recv(16):
                os.kill(pid, signal.SIGKILL)
                raise EOFError
            reason = STOPPED
        if not reason and disk and disk_full(*disk):
            reason = DISK
        if not reason and look:
            uses = descendants(os.getpid()).values()
            total = sum(size for size, _ in uses)
            peak = max(peak, total)
            if memory and total > memory:
                reason = MEMORY
            elif sum(seconds for _, seconds in uses) > cpu:
                reason = CPU
        if reason:
            os.kill(pid, signal.SIGKILL)
            select.select([descriptor], [], [])
            return reason, peak


def sweep():
    """Ends whatever outlived its job. Only where the job has no process namespace whose end does it."""
    while True:
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        for pid in descendants(os.getpid()):
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        time.sleep(0.001)


def serve(sock, config):
    namespaced = config["tier"] == "bubblewrap"
    config["proc"] = os.path.exists("/proc/self/statm")
    look = (LOOK_EVERY if namespaced else LOOK_SELDOM) if config["proc"] else 0
    # Set once here, inherited by every job: as a shell would start it, but for a write past the size limit, which fails.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    os.environ["HOME"] = os.environ["TMPDIR"] = config["folder"]
    if not namespaced:
        jail.libc.prctl(*jail.longs(SET_CHILD_SUBREAPER, 1, 0, 0, 0))
    count = 0
    while True:
        message, descriptors, _, _ = socket.recv_fds(sock, relay.REQUEST.size, 4)
        if not message:
            return
        if message == relay.STOP:
            continue  # it came for a job that had just ended by itself
        wall, cpu, memory = relay.REQUEST.unpack(message)
        count += 1
        folder = config["folder"] if namespaced else f"{config['folder']}/{os.getpid()}-{count}"
        disk = None if namespaced else (folder, config["disk"])
        started = time.monotonic()
        try:
            pid = jail.fork(config["tier"])
        except OSError:
            for descriptor in descriptors:
                os.close(descriptor)
            sock.send(relay.REPORT.pack(REFUSED, 0, 0, 0, 0, 0))
            continue
        if pid == 0:
            job.main(descriptors, folder, config)
        for descriptor in descriptors:
            os.close(descriptor)
        handle = os.pidfd_open(pid)
        try:
            reason, peak = watch(sock, pid, handle, wall / 1e6, cpu / 1e6, memory, look, disk)
        except EOFError:
            if not namespaced:
                sweep()
                job.remove(folder)
            return
        _, status, usage = os.wait4(pid, 0)
        os.close(handle)
        if not namespaced:
            sweep()
            job.remove(folder)
        user, system = round(usage.ru_utime * 1e6), round(usage.ru_stime * 1e6)
        elapsed = round((time.monotonic() - started) * 1e6)
        peak = max(peak, usage.ru_maxrss * 1024)
        sock.send(relay.REPORT.pack(reason, status, user, system, elapsed, peak))
