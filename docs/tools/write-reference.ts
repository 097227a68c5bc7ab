/** @file Writes the API pages from the docstrings, one page for each room that has something to show. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Application, type TypeDocOptions } from "typedoc";
import type { PluginOptions } from "typedoc-plugin-markdown";
import { readHouse } from "../../architecture/_rooms.ts";

const root = join(import.meta.dirname, "../..");
const out = join(root, "docs/api");
const { rooms, front } = readHouse(root);

const doors = Object.entries(rooms)
  .filter(([, room]) => room.export !== null)
  .map(([name, room]) => ({ name, ...room, door: join(root, room.path, "index.ts") }))
  .filter(({ door }) => existsSync(door) && readFileSync(door, "utf8").includes(" from "));

rmSync(out, { recursive: true, force: true });

const options: Partial<TypeDocOptions & PluginOptions> = {
  entryPoints: doors.map(({ door }) => door),
  tsconfig: join(root, "docs/tsconfig.json"),
  outputs: [{ name: "markdown", path: out }],
  plugin: ["typedoc-plugin-markdown"],
  // Types are checked by the repository's own TypeScript, which is newer than the one that TypeDoc can use.
  skipErrorChecking: true,
  readme: "none",
  disableSources: true,
  excludeInternal: true,
  excludeExternals: true,
  excludePrivate: true,
  sort: ["kind", "alphabetical"],
  outputFileStrategy: "modules",
  entryFileName: "index",
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  logLevel: "Error",
};

const application = await Application.bootstrapWithPlugins(options);
const project = await application.convert();
if (project === undefined) throw new Error("TypeDoc could not read the sources");
for (const child of project.children ?? []) {
  // TypeDoc names a module by its folder; a reader imports it by its room.
  child.name = doors.find(({ path }) => path === `src/${child.name}`)?.name ?? child.name;
}
await application.generateOutputs(project);

const frontRooms = front.imports
  .filter((name) => doors.some((door) => door.name === name))
  .map((name) => `[${name}](./${name}.md)`)
  .join(", ");
const list = doors.map(({ name, question }) => `| [\`goodhart/${name}\`](./${name}.md) | ${question} |`).join("\n");
writeFileSync(
  join(out, "index.md"),
  `# Reference\n\nOne page for each room, written from the comments in the source. \`import ... from "goodhart"\` gives the most used parts of ${frontRooms}.\n\n| import from | question |\n|---|---|\n${list}\n`,
);
writeFileSync(join(out, "rooms.json"), JSON.stringify(doors.map(({ name }) => name)));
console.log(`${doors.length} pages in docs/api`);
