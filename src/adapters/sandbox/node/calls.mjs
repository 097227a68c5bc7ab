/**
 * @file Calls a function of the candidate's module and writes each outcome as a line of tagged JSON. It runs inside the
 * sandbox, in the candidate's own process: what it writes is the candidate's word, to be compared outside.
 */
import { appendFileSync, readFileSync } from "node:fs";

const deepest = 200;

function encode(value, depth = 0) {
  if (value === null || value === undefined) return ["none"];
  if (typeof value === "boolean") return ["boolean", value];
  if (typeof value === "string") return ["string", value];
  if (typeof value === "bigint")
    return ["integer", (value < 0n ? "-0x" : "0x") + (value < 0n ? -value : value).toString(16)];
  if (typeof value === "number") {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return encode(BigInt(value));
    return ["float", Number.isFinite(value) ? value : Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf"];
  }
  if (depth >= deepest) return ["object", "too-deep", ""];
  if (Array.isArray(value)) return ["list", Array.from(value, (item) => encode(item, depth + 1))];
  if (value instanceof Set) return ["set", Array.from(value, (item) => encode(item, depth + 1))];
  if (value instanceof Map)
    return ["map", Array.from(value, ([key, item]) => [encode(key, depth + 1), encode(item, depth + 1)])];
  if (value instanceof Uint8Array) return ["bytes", Buffer.from(value).toString("hex")];
  const prototype = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
  if (prototype === null || prototype === Object.prototype) {
    return ["map", Object.entries(value).map(([key, item]) => [encode(key), encode(item, depth + 1)])];
  }
  return ["object", String(prototype?.constructor?.name ?? typeof value).slice(0, 200), ""];
}

function decode([tag, first]) {
  if (tag === "none") return null;
  if (tag === "integer") {
    const value = first.startsWith("-") ? -BigInt(first.slice(1)) : BigInt(first);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
  if (tag === "float") return typeof first === "string" ? { inf: Infinity, "-inf": -Infinity, nan: NaN }[first] : first;
  if (tag === "list" || tag === "tuple") return first.map(decode);
  if (tag === "set") return new Set(first.map(decode));
  if (tag === "bytes") return Uint8Array.from(Buffer.from(first, "hex"));
  if (tag === "map") {
    const entries = first.map(([key, item]) => [decode(key), decode(item)]);
    return entries.every(([key]) => typeof key === "string") ? Object.fromEntries(entries) : new Map(entries);
  }
  return first;
}

const { file, path, calls } = JSON.parse(readFileSync("goodhart-calls.json", "utf8"));
const say = (...line) => appendFileSync("goodhart-values.jsonl", `${JSON.stringify(line)}\n`);
await import(`./${file}`);
for (const words of calls) {
  try {
    let target = globalThis[Symbol.for("goodhart.entry")]();
    let owner;
    for (const name of path) {
      owner = typeof target === "function" && typeof target.prototype?.[name] === "function" ? new target() : target;
      target = owner[name];
    }
    const value = await target.apply(owner, words.map(decode));
    say("value", encode(value));
  } catch (error) {
    say("raised", String(error?.name ?? "Error"), String(error?.message ?? error).slice(0, 1000));
  }
}
