/**
 * Waits until a condition holds; it is asked here and not in the page, so it may look at several things.
 * @param limit in milliseconds
 * @throws Error that names what was waited for
 */
export async function until(
  condition: () => Promise<boolean>,
  what: () => string,
  limit = 60_000,
): Promise<void> {
  const end = performance.now() + limit;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Waited ${limit / 1000} s in vain for ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
