/** A value that is made when it is first asked for, and kept: what costs time at every start and is seldom needed. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
