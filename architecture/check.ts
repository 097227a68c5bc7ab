/** @file `npm run layers`: prints what breaks the layering, and fails if anything does. */
import { join } from "node:path";
import { checkLayers } from "./check-layers.ts";

const start = performance.now();
const { files, violations } = checkLayers(join(import.meta.dirname, ".."));
for (const violation of violations) console.error(violation);
const seconds = ((performance.now() - start) / 1000).toFixed(2);
console.log(`${files} files checked in ${seconds} s, ${violations.length} violations`);
process.exitCode = violations.length === 0 ? 0 : 1;
