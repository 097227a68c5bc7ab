/**
 * A set of 64-bit hashes in 8 bytes each (open addressing). Bounded: beyond `limit` entries it says that it is full,
 * and whoever asks takes the way that needs no set.
 */
export interface SeenKeys {
  /** True when these hashes were added before. */
  add(hashes: readonly [number, number]): boolean;
  readonly full: boolean;
}

export function createSeenKeys(limit = 12_000_000): SeenKeys {
  let mask = (1 << 12) - 1;
  let table = new Uint32Array((mask + 1) * 2);
  let count = 0;

  /** The slot that holds the pair, or the free one where it belongs. */
  function slotOf(into: Uint32Array, a: number, b: number): number {
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      const high = into[slot * 2];
      if ((high === 0 && into[slot * 2 + 1] === 0) || (high === a && into[slot * 2 + 1] === b)) return slot;
    }
  }

  function grow(): void {
    const old = table;
    mask = mask * 2 + 1;
    table = new Uint32Array((mask + 1) * 2);
    for (let at = 0; at < old.length; at += 2) {
      const [a = 0, b = 0] = [old[at], old[at + 1]];
      if (a === 0 && b === 0) continue;
      const slot = slotOf(table, a, b);
      table[slot * 2] = a;
      table[slot * 2 + 1] = b;
    }
  }

  return {
    add([a, second]) {
      const b = second === 0 ? 1 : second; // (0, 0) means free
      const slot = slotOf(table, a, b);
      if (table[slot * 2 + 1] !== 0) return true;
      table[slot * 2] = a;
      table[slot * 2 + 1] = b;
      if (++count > ((mask + 1) * 3) / 4) grow();
      return false;
    },
    get full() {
      return count >= limit;
    },
  };
}
