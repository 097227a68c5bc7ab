#!/usr/bin/env node
// Plain JavaScript, so that an old Node gets a sentence and not a syntax error.
const needed = [22, 18];
const [major, minor] = process.versions.node.split(".").map(Number);

if (major > needed[0] || (major === needed[0] && minor >= needed[1])) {
  start().catch((error) => {
    process.stderr.write(`goodhart could not start: ${(error && error.stack) || error}\n`);
    process.exitCode = 2;
  });
} else {
  process.stderr.write(
    `goodhart needs Node ${needed.join(".")} or newer; this is ${process.versions.node}.\n` +
      "Get one from https://nodejs.org, or try: npx --package=node@24 --package=goodhart -- goodhart --help\n",
  );
  process.exitCode = 2;
}

/** The published package runs its build; a clone (it has a tsconfig.json) runs its sources, which are never stale. */
async function start() {
  const { existsSync } = await import("node:fs");
  const isClone = existsSync(new URL("../tsconfig.json", import.meta.url));
  await import(isClone ? "../src/cli/run.ts" : "../dist/cli/run.js");
}
