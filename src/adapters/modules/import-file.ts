import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { GoodhartError } from "../../core/index.ts";

/** The folder that holds package.json: three above this file, in the sources and in the build alike. */
const packageRoot = new URL("../../../", import.meta.url);

const runsFromSource = import.meta.url.endsWith(".ts");

let hooked = false;

/**
 * Imports a user's TypeScript or JavaScript file and gives its exports.
 *
 * Inside it, `goodhart` and `goodhart/...` are this very copy of the package, wherever the file lies: a reward works in an empty
 * folder, and never meets a second copy. `zod` is the user's own where there is one, else ours.
 * Throws GOODHART_CONFIG that names the file and what went wrong in it.
 */
export async function importFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new GoodhartError("GOODHART_CONFIG", `no such file: ${path}`, {
      hint: "check the path; it is relative to the current folder",
    });
  }
  hookResolution();
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (thrown) {
    throw new GoodhartError("GOODHART_CONFIG", `${path} could not be loaded: ${reasonOf(thrown)}`, {
      hint: "Node strips types and runs the rest as it is: no enums, no namespaces, imports with their file endings",
      cause: thrown,
    });
  }
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}

/** Hooks belong to one thread, so each worker that loads a user's file installs its own. */
function hookResolution(): void {
  if (hooked) return;
  hooked = true;
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === "goodhart" || specifier.startsWith("goodhart/")) {
        return next(specifier, fromHere(context));
      }
      if (specifier !== "zod" && !specifier.startsWith("zod/")) return next(specifier, context);
      try {
        return next(specifier, context);
      } catch {
        return next(specifier, fromHere(context));
      }
    },
  });
}

/** Resolves as if this package had written the import: its own `exports` then answer for `goodhart`. */
function fromHere<Context extends { readonly conditions: readonly string[] }>(context: Context) {
  const conditions = runsFromSource ? ["goodhart-source", ...context.conditions] : [...context.conditions];
  return { ...context, parentURL: packageRoot.href, conditions };
}
