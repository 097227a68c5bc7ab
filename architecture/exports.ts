/** @file `node architecture/exports.ts`: writes the `exports` of package.json from the table of rooms. A test holds them equal. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readHouse, type House } from "./_rooms.ts";

export type ExportsMap = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** One subpath for the front and for each room that has one; `goodhart-source` runs the sources without a build. */
export function exportsOf({ rooms, front }: House): ExportsMap {
  const doors = Object.values(rooms).flatMap((room) =>
    room.export === null ? [] : [[room.export, `${room.path}/index.ts`] as const],
  );
  doors.sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = [[front.export, front.path] as const, ...doors].map(([subpath, source]) => {
    const built = source.replace(/^src\//, "./dist/").replace(/\.ts$/, "");
    return [subpath, { "goodhart-source": `./${source}`, types: `${built}.d.ts`, default: `${built}.js` }];
  });
  return { ...Object.fromEntries(entries), "./package.json": "./package.json" };
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "..");
  const file = join(root, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  writeFileSync(file, `${JSON.stringify({ ...manifest, exports: exportsOf(readHouse(root)) }, null, 2)}\n`);
}
