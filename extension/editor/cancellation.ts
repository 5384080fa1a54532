/** True for what VS Code (`Canceled`) and web APIs (`AbortError`) throw when a person changed their mind. */
export function isCancellation(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'Canceled');
}

/** The error of an action that its person gave up. */
export function cancelled(): DOMException {
  return new DOMException('Cancelled', 'AbortError');
}
