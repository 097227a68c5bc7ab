/** A value that is there already or will be. Rules answer at once, and a promise per rollout would cost more than they do. */
export type Awaitable<Value> = Value | Promise<Value>;

export function isThenable<Value>(value: Awaitable<Value>): value is Promise<Value> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** Goes on at once where the value is there, later where it is not. */
export function settle<Value, Result>(
  value: Awaitable<Value>,
  next: (value: Value) => Awaitable<Result>,
): Awaitable<Result> {
  return isThenable(value) ? value.then(next) : next(value);
}

/** As {@link settle}, for several values that were asked for side by side. */
export function settleAll<Value, Result>(
  values: readonly Awaitable<Value>[],
  next: (values: readonly Value[]) => Awaitable<Result>,
): Awaitable<Result> {
  if (values.some(isThenable)) return Promise.all(values).then(next);
  return next(values as readonly Value[]);
}
