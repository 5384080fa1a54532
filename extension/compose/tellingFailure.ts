/**
 * Runs what starts the extension. VS Code writes its errors into a log only, and the commands would do nothing for no
 * reason that a person sees.
 * @param tell shows the reason
 * @throws the error of `start`, once it is told
 */
export function tellingFailure<Started>(start: () => Started, tell: (reason: string) => void): Started {
  try {
    return start();
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error));
    throw error;
  }
}
