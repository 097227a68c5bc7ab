/** @file Test data: one hostile Python program for each class. It prints ESCAPED where its attack worked. */
import type { SandboxVerdict } from "../../core/index.ts";

export interface Hostile {
  readonly name: string;
  readonly program: string;
  /** How it may end. Most attacks are refused by an error that the program survives. */
  readonly verdicts: readonly SandboxVerdict[];
}

const survives = ["ok", "runtime-error"] as const;
const killed = ["security"] as const;

/** Calls the kernel past Python and libc. `call(name's number, ...)` gives a negative errno or the result. */
const raw = `
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
x64 = os.uname().machine == "x86_64"
def call(numbers, *words):
    result = libc.syscall(*[ctypes.c_long(word) for word in (numbers[0 if x64 else 1], *words)])
    return -ctypes.get_errno() if result == -1 else result
`;

const attempt = (body: string) => `
try:
${body
  .trim()
  .split("\n")
  .map((line) => `    ${line}`)
  .join("\n")}
    print("ESCAPED")
except OSError as error:
    print("refused", error)
`;

/** `secret` is a file on the host that holds the word HOST-SECRET; `port` is where the host listens. */
export function hostilePrograms({
  secret,
  port,
}: {
  readonly secret: string;
  readonly port: number;
}): readonly Hostile[] {
  return [
    { name: "fork bomb", program: "import os\nwhile True:\n    os.fork()", verdicts: ["runtime-error"] },
    {
      name: "daemonised child",
      program: `${raw}
for numbers in ((57, -1), (58, -1)):
    if x64 and call(numbers) >= 0: print("ESCAPED")
if call((56, 220), 17, 0, 0, 0, 0) >= 0: print("ESCAPED")
if call((435, 435), 0, 0) >= 0: print("ESCAPED")`,
      verdicts: survives,
    },
    { name: "memory hog", program: "x = []\nwhile True:\n    x.append(bytearray(10**7))", verdicts: ["memory"] },
    {
      name: "memory summed over forks",
      program:
        "import os\nfor i in range(8):\n    if os.fork() == 0:\n        x = bytearray(10**8)\n        os.pause()",
      verdicts: ["runtime-error"],
    },
    {
      name: "memfd",
      program: attempt('import os\nfd = os.memfd_create("x")\nos.write(fd, b"x" * 4096)'),
      verdicts: survives,
    },
    {
      name: "disk fill",
      program: attempt(
        'import os\nfor i in range(100):\n    f = open(f"file{i}", "wb")\n    for j in range(15):\n        f.write(b"x" * (1 << 20))\n    f.close()',
      ),
      verdicts: ["ok", "runtime-error", "output", "cpu-time"],
    },
    { name: "busy loop", program: "while True: pass", verdicts: ["cpu-time"] },
    { name: "sleep", program: "import time\ntime.sleep(1000)", verdicts: ["wall-time"] },
    {
      name: "SIGTERM ignored",
      program: `import signal
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
while True: pass`,
      verdicts: ["cpu-time"],
    },
    {
      name: "stops itself",
      program: "import os, signal, time\nos.kill(os.getpid(), signal.SIGSTOP)\ntime.sleep(1000)",
      verdicts: ["wall-time", "runtime-error"],
    },
    { name: "reads /etc/passwd", program: attempt('open("/etc/passwd").read()'), verdicts: survives },
    { name: "reads a host secret", program: attempt(`open(${JSON.stringify(secret)}).read()`), verdicts: survives },
    {
      name: "lists /proc",
      program: attempt('import os\nassert os.listdir("/proc"), "empty"'),
      verdicts: survives,
    },
    {
      name: "TCP",
      program: attempt(`import socket\nsocket.create_connection(("127.0.0.1", ${port}), 2)`),
      verdicts: survives,
    },
    {
      name: "DNS",
      program: attempt(
        'import socket\nsocket.getaddrinfo("localhost.localdomain", 80)\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
      ),
      verdicts: survives,
    },
    {
      name: "abstract Unix socket",
      program: attempt('import socket\ns = socket.socket(socket.AF_UNIX)\ns.bind("\\0goodhart")'),
      verdicts: survives,
    },
    {
      name: "file-system Unix socket",
      program: attempt('import socket\na, b = socket.socketpair()\na.bind("here.sock")'),
      verdicts: survives,
    },
    { name: "vsock", program: attempt("import socket\nsocket.socket(40, socket.SOCK_STREAM)"), verdicts: survives },
    {
      name: "writes outside",
      program: `import os
for path in ("/x", "/usr/x", "/usr/lib/x", "/dev/x", "/dev/shm/x", "/etc/x", "/var/tmp/x", "/home/x"):
    try:
        open(path, "w").write("x")
        print("ESCAPED", path)
    except OSError: pass`,
      verdicts: survives,
    },
    { name: "stdout flood", program: 'while True: print("x" * 10**6)', verdicts: ["output"] },
    { name: "stderr flood", program: 'import os\nwhile True: os.write(2, b"x" * 10**6)', verdicts: ["output"] },
    {
      name: "kills its parent",
      program: "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
      verdicts: ["ok", "runtime-error", "memory"],
    },
    { name: "kill -1", program: "import os, signal\nos.kill(-1, signal.SIGKILL)", verdicts: survives },
    { name: "segfault", program: "import ctypes\nctypes.string_at(0)", verdicts: ["runtime-error"] },
    {
      name: "deep recursion",
      program: "import sys\nsys.setrecursionlimit(10**9)\ndef f(n): return f(n + 1)\nf(0)",
      verdicts: ["runtime-error", "memory", "cpu-time"],
    },
    { name: "ptrace", program: `${raw}\ncall((101, 117), 16, 1, 0, 0)\nprint("ESCAPED")`, verdicts: killed },
    { name: "user namespace", program: `${raw}\ncall((272, 97), 0x10000000)\nprint("ESCAPED")`, verdicts: killed },
    {
      name: "io_uring",
      program: `${raw}\nparameters = ctypes.create_string_buffer(120)\nif call((425, 425), 8, ctypes.addressof(parameters)) >= 0: print("ESCAPED")`,
      verdicts: survives,
    },
    { name: "keyctl", program: `${raw}\ncall((250, 219), 0, -3, 1)\nprint("ESCAPED")`, verdicts: killed },
    {
      name: "raises its rlimits",
      program: `import resource
for which in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
    try:
        resource.setrlimit(which, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print("ESCAPED")
    except (OSError, ValueError): pass`,
      verdicts: survives,
    },
    {
      name: "writes /sys",
      program: attempt('open("/sys/kernel/mm/transparent_hugepage/enabled", "w").write("never")'),
      verdicts: survives,
    },
    {
      name: "setuid",
      program: `${raw}
if call((105, 146), 0) >= 0 or os.getuid() == 0: print("ESCAPED")
if call((117, 147), 0, 0, 0) >= 0: print("ESCAPED")
try:
    os.execv("/usr/bin/su", ["su"])
except OSError: pass`,
      verdicts: survives,
    },
  ];
}
