import { describe, expect, test } from "vitest";
import { seccompProgram, type SeccompProfile } from "./_seccomp.ts";
import * as calls from "./_syscalls.ts";

const allowed = 0x7fff0000;
const killed = 0x80000000;
const refused = 0x00050001;
const missing = 0x00050026;

/** A second reading of classic BPF, as far as filters of system calls use it. */
function decide(program: Uint8Array, audit: number, number: number, words: readonly number[] = []): number {
  const view = new DataView(program.buffer, program.byteOffset);
  const data: Readonly<Record<number, number>> = { 0: number, 4: audit, 16: words[0] ?? 0, 24: words[1] ?? 0 };
  let accumulator = 0;
  for (let at = 0; at * 8 < program.length; at++) {
    const k = view.getUint32(at * 8 + 4, true);
    const jump = (condition: boolean) => (at += view.getUint8(at * 8 + (condition ? 2 : 3)));
    const code = view.getUint16(at * 8, true);
    if (code === 0x20) accumulator = data[k] ?? 0;
    else if (code === 0x15) jump(accumulator === k);
    else if (code === 0x25) jump(accumulator > k);
    else if (code === 0x45) jump((accumulator & k) !== 0);
    else if (code === 0x06) return k;
    else throw new Error(`unknown instruction ${code}`);
  }
  throw new Error("the program ran over its end");
}

const sealed: SeccompProfile = { fork: false, exec: false, signals: true };
const exec: SeccompProfile = { ...sealed, exec: true };
const tree: SeccompProfile = { ...exec, fork: true };

describe.each(["x64", "arm64"] as const)("on %s", (machine) => {
  const { column, audit, last } = calls.machines[machine];
  const ask = (profile: SeccompProfile, numbers: readonly number[], words?: readonly number[]) =>
    decide(seccompProgram(profile, machine), audit, numbers[column] ?? -1, words);
  const known = (group: Readonly<Record<string, readonly [number, number]>>) =>
    Object.entries(group).filter(([, numbers]) => numbers[column] >= 0);

  test.each(known(calls.deadly))("%s kills", (_, numbers) => expect(ask(tree, numbers)).toBe(killed));
  test.each(known(calls.network))("%s is refused", (_, numbers) => expect(ask(tree, numbers)).toBe(refused));
  test.each(known(calls.refused))("%s is refused", (_, numbers) => expect(ask(tree, numbers)).toBe(refused));
  test.each(known(calls.absent))("%s looks absent", (_, numbers) => expect(ask(tree, numbers)).toBe(missing));

  test("processes, programs and signals by profile", () => {
    const thread = 0x10000 | 0x100;
    for (const [, numbers] of known(calls.execs)) {
      expect([sealed, exec, tree].map((profile) => ask(profile, numbers))).toEqual([refused, allowed, allowed]);
    }
    for (const [, numbers] of known(calls.forks)) {
      expect([sealed, exec, tree].map((profile) => ask(profile, numbers))).toEqual([refused, refused, allowed]);
    }
    expect([sealed, exec, tree].map((profile) => ask(profile, calls.clone, [17]))).toEqual([refused, refused, allowed]);
    expect([sealed, exec, tree].map((profile) => ask(profile, calls.clone, [thread]))).toEqual([
      allowed,
      allowed,
      allowed,
    ]);
    for (const [, numbers] of known(calls.signals)) {
      expect(ask(sealed, numbers)).toBe(allowed);
      expect(ask({ ...sealed, signals: false }, numbers)).toBe(refused);
    }
  });

  test.each([0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000])(
    "clone with the namespace flag %i kills, even as a thread",
    (flag) => {
      expect(ask(tree, calls.clone, [flag | 17])).toBe(killed);
      expect(ask(tree, calls.clone, [flag | 0x10000])).toBe(killed);
    },
  );

  test("only a pair of Unix sockets, no typing into terminals", () => {
    expect(ask(sealed, calls.socketpair, [1])).toBe(allowed);
    expect(ask(sealed, calls.socketpair, [2])).toBe(refused);
    expect(ask(tree, calls.ioctl, [0, 0x5412])).toBe(refused);
    expect(ask(tree, calls.ioctl, [0, 0x541c])).toBe(refused);
    expect(ask(tree, calls.ioctl, [0, 0x5413])).toBe(allowed);
  });

  test("ordinary calls pass, unknown ones look absent, another architecture's door kills", () => {
    const write = [1, 64];
    expect(ask(sealed, write)).toBe(allowed);
    expect(decide(seccompProgram(sealed, machine), audit, last + 1)).toBe(missing);
    expect(decide(seccompProgram(sealed, machine), audit, 0x40000000 + 1)).toBe(missing); // x32
    expect(decide(seccompProgram(sealed, machine), 0x40000003, 1)).toBe(killed); // i386
  });
});
