import type { Readable } from "node:stream";

/** One frame: two 32-bit lengths, a JSON head, a body of bytes. */
export function encodeFrame(head: unknown, ...bodies: readonly Uint8Array[]): Buffer {
  const text = Buffer.from(JSON.stringify(head));
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32LE(text.length, 0);
  sizes.writeUInt32LE(
    bodies.reduce((sum, body) => sum + body.length, 0),
    4,
  );
  return Buffer.concat([sizes, text, ...bodies]);
}

/** Calls back with every whole frame that a stream brings. */
export function onFrames(stream: Readable, hear: (head: unknown, body: Buffer) => void): void {
  let parts: Buffer[] = [];
  let size = 0;
  let wanted = 8;
  stream.on("data", (chunk: Buffer) => {
    parts.push(chunk);
    size += chunk.length;
    while (size >= wanted) {
      const all = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
      parts = [all];
      const head = all.readUInt32LE(0);
      const total = 8 + head + all.readUInt32LE(4);
      wanted = total;
      if (size < total) return;
      const rest = all.subarray(total);
      parts = rest.length > 0 ? [rest] : [];
      size = rest.length;
      wanted = 8;
      hear(JSON.parse(all.toString("utf8", 8, 8 + head)), all.subarray(8 + head, total));
    }
  });
}
