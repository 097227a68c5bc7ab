/** Are two values of plain data the same, field by field? A field that is undefined differs from one that is absent, as JSON sees it. */
export function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  // A set without members of its own would else pass for an empty object.
  if (Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  const other = new Map(Object.entries(b));
  return Object.entries(a).every(([key, value]) => other.has(key) && sameData(value, other.get(key)));
}
