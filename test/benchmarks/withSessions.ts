/** Runs `work`, then releases whatever it asked to keep, in any case. */
export async function withSessions<T>(
  work: (keep: <S extends Releasable>(session: S) => S) => Promise<T>,
): Promise<T> {
  const kept: Releasable[] = [];
  try {
    return await work((session) => {
      kept.push(session);
      return session;
    });
  } finally {
    for (const session of kept) await session.release();
  }
}

interface Releasable {
  release(): Promise<void>;
}
