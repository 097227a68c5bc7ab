import * as calls from "./_syscalls.ts";

/** What a job's process may do beyond computing. */
export interface SeccompProfile {
  /** Start processes. */
  readonly fork: boolean;
  /** Become another program. */
  readonly exec: boolean;
  /** Send signals: safe where a process namespace holds nothing but the job. */
  readonly signals: boolean;
}

// Classic BPF: the operations that a system call filter needs.
const load = 0x20; // A = the 32-bit word at k of struct seccomp_data
const jumpIfEqual = 0x15;
const jumpIfAbove = 0x25;
const jumpIfBits = 0x45; // A & k != 0
const give = 0x06;

// Offsets in struct seccomp_data (little endian: the low half of an argument comes first).
const number = 0;
const architecture = 4;
const argument = (index: number) => 16 + 8 * index;

const allow = 0x7fff0000;
const kill = 0x80000000; // the whole process
const refuse = 0x00050000 | 1; // EPERM
const missing = 0x00050000 | 38; // ENOSYS

const thread = 0x00010000; // CLONE_THREAD
const namespaces = 0x7e020000; // every CLONE_NEW* flag that clone takes
const unixFamily = 1;
const pushInput = 0x5412; // TIOCSTI, types into the terminal of whoever started us
const consoleControl = 0x541c; // TIOCLINUX

type Instruction = readonly [code: number, k: number, ifTrue?: number, ifFalse?: number];

/**
 * A seccomp program for one machine and profile, ready for the kernel. Calls that the table does not know because they
 * are newer than it look as if the kernel did not have them.
 */
export function seccompProgram(profile: SeccompProfile, machine: calls.Machine): Uint8Array {
  const { column, audit, last } = calls.machines[machine];
  const program: Instruction[] = [
    [load, architecture],
    [jumpIfEqual, audit, 1, 0],
    [give, kill], // a call through the door of another architecture, whose numbers mean other things
    [load, number],
    [jumpIfAbove, last, 0, 1],
    [give, missing],
  ];
  const answer = (numbers: readonly [number, number], action: number) => {
    if (numbers[column] >= 0) program.push([jumpIfEqual, numbers[column], 0, 1], [give, action]);
  };
  const answerAll = (group: Readonly<Record<string, readonly [number, number]>>, action: number) => {
    for (const numbers of Object.values(group)) answer(numbers, action);
  };
  const decide = (numbers: readonly [number, number], body: readonly Instruction[]) => {
    program.push([jumpIfEqual, numbers[column], 0, body.length], ...body);
  };

  answerAll(calls.deadly, kill);
  answerAll(calls.absent, missing);
  answerAll(calls.refused, refuse);
  answerAll(calls.network, refuse);
  if (!profile.fork) answerAll(calls.forks, refuse);
  if (!profile.exec) answerAll(calls.execs, refuse);
  if (!profile.signals) answerAll(calls.signals, refuse);
  decide(calls.clone, [
    [load, argument(0)],
    [jumpIfBits, namespaces, 0, 1],
    [give, kill],
    ...(profile.fork
      ? []
      : ([
          [jumpIfBits, thread, 1, 0],
          [give, refuse],
        ] as const)),
    [give, allow],
  ]);
  decide(calls.socketpair, [
    [load, argument(0)],
    [jumpIfEqual, unixFamily, 1, 0],
    [give, refuse],
    [give, allow],
  ]);
  decide(calls.ioctl, [
    [load, argument(1)],
    [jumpIfEqual, pushInput, 1, 0],
    [jumpIfEqual, consoleControl, 0, 1],
    [give, refuse],
    [give, allow],
  ]);
  program.push([give, allow]);
  return encode(program);
}

/** struct sock_filter: 16-bit code, two 8-bit jumps, 32-bit k. */
function encode(program: readonly Instruction[]): Uint8Array {
  const bytes = new Uint8Array(program.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, [code, k, ifTrue = 0, ifFalse = 0]] of program.entries()) {
    view.setUint16(index * 8, code, true);
    view.setUint8(index * 8 + 2, ifTrue);
    view.setUint8(index * 8 + 3, ifFalse);
    view.setUint32(index * 8 + 4, k >>> 0, true);
  }
  return bytes;
}
