/** @file For this room's tests: the tiers that this machine can do. A tier that it cannot do is skipped aloud. */
import { createSandbox, type OpenSandbox, type SandboxOptions } from "./index.ts";

type Tier = "bubblewrap" | "landlock";

async function available(tier: Tier | "unsafe"): Promise<boolean> {
  try {
    (await createSandbox(tier === "unsafe" ? { unsafe: true } : { tier, workers: 1 })).close();
    return true;
  } catch (error) {
    process.stderr.write(`SKIPPED: the sandbox's ${tier} tier is not tested here: ${(error as Error).message}\n`);
    return false;
  }
}

const both = ["bubblewrap", "landlock"] as const;
const had = await Promise.all(both.map(available));

export const tiersUnderTest: readonly Tier[] = both.filter((_, index) => had[index]);

export function openTier(tier: Tier, options: SandboxOptions = {}): Promise<OpenSandbox> {
  return createSandbox({ tier, ...options });
}

/** False where there is no Python (or no Linux), so that not even programs without isolation can be run. */
export const anyTier = await available("unsafe");
