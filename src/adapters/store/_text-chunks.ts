import { createReadStream } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { pipeline, type Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { GoodhartError } from "../../core/index.ts";
import type { Compression } from "./format.ts";

export interface TextChunk {
  readonly text: string;
  /** Bytes of the file, as they lie on disk, that have been read so far. */
  readonly bytesRead: number;
}

/** Bytes. The engine keeps texts beyond 128 KiB apart and collects them late: larger chunks cost memory, and no time. */
const chunkSize = 1 << 16;

/** Reads a UTF-8 file, packed or not, in chunks of about 64 KiB that never cut a character. A byte order mark is dropped. */
export async function* textChunks(path: string, compression: Compression): AsyncGenerator<TextChunk> {
  const file = createReadStream(path, { highWaterMark: chunkSize });
  let failure: unknown;
  const noteFailure = (error: unknown) => (failure ??= error ?? undefined);
  const bytes: Readable =
    compression === "none"
      ? file
      : pipeline(
          file,
          compression === "gzip" ? createGunzip({ chunkSize }) : createZstdDecompress({ chunkSize }),
          noteFailure,
        );
  const decoder = new StringDecoder("utf8");
  let first = true;
  try {
    for await (const chunk of bytes) {
      let text = decoder.write(chunk as Buffer);
      if (first && text.length > 0) {
        first = false;
        if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
      }
      yield { text, bytesRead: file.bytesRead };
    }
    const rest = decoder.end();
    if (rest.length > 0) yield { text: rest, bytesRead: file.bytesRead };
  } catch (thrown) {
    const cause = failure ?? thrown;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new GoodhartError("GOODHART_STORE", `cannot read "${path}": ${why}`, {
      hint:
        compression === "none"
          ? "check the path and its permissions"
          : "the file may be cut short or not packed as its ending says",
      cause,
    });
  } finally {
    file.destroy();
    bytes.destroy();
  }
}
