/** @file The table of rooms, and what belongs to which. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Room {
  readonly path: string;
  /** Subpath of the package, or null where nobody imports the room. */
  readonly export: string | null;
  readonly question: string;
  /** Names of rooms whose doors it may use; "*" for all. */
  readonly imports: readonly string[];
  /** May it use Node's own modules? */
  readonly node: boolean;
  readonly packages: readonly string[];
}

export interface House {
  readonly rooms: Readonly<Record<string, Room>>;
  /** The one file outside all rooms: what `import "goodhart"` gives. */
  readonly front: { readonly path: string; readonly export: string; readonly imports: readonly string[] };
}

export function readHouse(root: string): House {
  return JSON.parse(readFileSync(join(root, "architecture/rooms.json"), "utf8")) as House;
}

/** The name of the room that holds a file (a path from the root, with forward slashes). */
export function roomOf({ rooms }: House, file: string): string | undefined {
  let found: string | undefined;
  for (const [name, { path }] of Object.entries(rooms)) {
    if (file.startsWith(`${path}/`) && path.length > (rooms[found ?? ""]?.path.length ?? 0)) found = name;
  }
  return found;
}

/** A chain of rooms that import each other in a circle, or undefined. Such a table has no floors. */
export function findCircle({ rooms }: House): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (name: string, above: readonly string[]): readonly string[] | undefined => {
    if (above.includes(name)) return [...above.slice(above.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const below of rooms[name]?.imports ?? []) {
      const circle = below === "*" ? undefined : walk(below, [...above, name]);
      if (circle !== undefined) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of Object.keys(rooms)) {
    const circle = walk(name, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
