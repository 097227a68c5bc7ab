/** @file Worker entry of this room's tests: items are numbers; some of them are traps. */
import { serveWorker } from "./serve-worker.ts";

await serveWorker<{ readonly offset: number; readonly breakAtStart?: boolean }, number, number>((data) => {
  if (data.breakAtStart === true) throw new Error("cannot prepare");
  return (items, itemDone) =>
    items.map((item) => {
      if (item === -1) for (;;);
      if (item === -2) process.exit(3);
      if (item === -3) throw new Error("bad item");
      itemDone();
      return item + data.offset;
    });
});
