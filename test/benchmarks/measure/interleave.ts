/** One side of a comparison. */
export interface Contestant<Name extends string> {
  readonly name: Name;
  /** Does the work once. */
  readonly run: () => Promise<unknown>;
}

/**
 * The order in which a round visits the contestants: forwards in even rounds, backwards in odd ones, so that being
 * first, or following a certain neighbour, favours nobody.
 */
export function roundOrder(count: number, round: number): number[] {
  const forwards = [...Array(count).keys()];
  return round % 2 === 0 ? forwards : forwards.reverse();
}

export interface InterleaveSettings {
  readonly rounds: number;
  /** Rounds before these that are not counted. */
  readonly warmUps?: number;
  /** Both in milliseconds: time on the wall, and of all processors that this process used. */
  readonly clock?: () => Clock;
}

export interface Clock {
  readonly wall: number;
  readonly processor: number;
}

/** Milliseconds of one contestant, one for each round. */
export interface Times {
  readonly wall: number[];
  readonly processor: number[];
}

function processClock(): Clock {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), processor: (user + system) / 1000 };
}

/** Times all contestants in turn, round after round. */
export async function interleave<Name extends string>(
  contestants: readonly Contestant<Name>[],
  { rounds, warmUps = 1, clock = processClock }: InterleaveSettings,
): Promise<Record<Name, Times>> {
  const times = Object.fromEntries(
    contestants.map(({ name }) => [name, { wall: [], processor: [] }]),
  ) as unknown as Record<Name, Times>;
  for (let round = -warmUps; round < rounds; round++) {
    for (const index of roundOrder(contestants.length, Math.abs(round))) {
      const { name, run } = contestants[index]!;
      const before = clock();
      await run();
      const after = clock();
      if (round < 0) continue;
      times[name].wall.push(after.wall - before.wall);
      times[name].processor.push(after.processor - before.processor);
    }
  }
  return times;
}
