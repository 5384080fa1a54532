import type { TranslationOption } from './translationOptions.js';

/** A translation of a part of a sentence. */
export interface Hypothesis {
  /** First token that is not covered. */
  readonly gap: number;
  /** Bit k: token gap + k is covered. */
  readonly mask: number;
  /** Span of the last phrase. */
  readonly start: number;
  readonly end: number;
  /** The two words before the next one. */
  readonly u: number;
  readonly v: number;
  readonly score: number;
  /** `score` and what the rest will cost at best. */
  readonly total: number;
  /** Undefined at the start of the sentence, as is `previous`. */
  readonly option: TranslationOption | undefined;
  readonly previous: Hypothesis | undefined;
  /** Which was made first. */
  age: number;
  /** Others that came to the same state, and were not better. */
  losers: Hypothesis[];
  /** Next one in the same slot of the stack's hash table. */
  chained: Hypothesis | undefined;
}

/** Hypotheses that cover the same number of tokens. */
export class HypothesisStack {
  private readonly byHash = new Map<number, Hypothesis>();
  private members: Hypothesis[] = [];
  private best = -Infinity;
  private floor = -Infinity;
  private made = 0;

  /**
   * @param size how many are worked off
   * @param beam how much worse than the best one may be
   * @param oriented whether the reordering of the last phrase matters for what follows
   */
  public constructor(
    private readonly size: number,
    private readonly beam: number,
    private readonly oriented: boolean,
  ) {}

  /** Below this total nothing is made. */
  public get least(): number {
    return Math.max(this.floor, this.best - this.beam);
  }

  public add(hypothesis: Hypothesis): void {
    const hash = this.hash(hypothesis);
    hypothesis.age = this.made++;
    if (hypothesis.total > this.best) this.best = hypothesis.total;
    let known = this.byHash.get(hash);
    while (known && !this.isSameState(known, hypothesis)) known = known.chained;
    if (!known) {
      hypothesis.chained = this.byHash.get(hash);
      this.byHash.set(hash, hypothesis);
      this.members.push(hypothesis);
      if (this.members.length >= 2 * this.size) this.cut();
    } else if (hypothesis.score > known.score) {
      this.replace(hash, known, hypothesis);
    } else {
      known.losers.push(hypothesis);
    }
  }

  /** What is to be worked off, best first. */
  public survivors(): readonly Hypothesis[] {
    const least = this.best - this.beam;
    return this.sorted()
      .slice(0, this.size)
      .filter(({ total }) => total >= least);
  }

  /** All, in the order in which they were made. */
  public all(): readonly Hypothesis[] {
    return [...this.members].sort((one, other) => one.age - other.age);
  }

  private replace(hash: number, old: Hypothesis, winner: Hypothesis): void {
    winner.age = old.age;
    winner.losers = [...old.losers, old];
    winner.chained = old.chained;
    old.losers = [];
    old.chained = undefined;
    this.members[this.members.indexOf(old)] = winner;
    const first = this.byHash.get(hash);
    if (first === old) {
      this.byHash.set(hash, winner);
      return;
    }
    for (let at = first; at; at = at.chained) if (at.chained === old) at.chained = winner;
  }

  private cut(): void {
    this.members = this.sorted().slice(0, this.size);
    this.floor = this.members.at(-1)?.total ?? -Infinity;
    this.byHash.clear();
    for (const member of this.members) {
      const hash = this.hash(member);
      member.chained = this.byHash.get(hash);
      this.byHash.set(hash, member);
    }
  }

  private sorted(): Hypothesis[] {
    return [...this.members].sort((one, other) => other.total - one.total || one.age - other.age);
  }

  private hash({ gap, mask, end, start, u, v, option }: Hypothesis): number {
    let hash = Math.imul(gap, 0x9e3779b1) ^ mask;
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) ^ end;
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) ^ u;
    hash = Math.imul(hash ^ (hash >>> 16), 0x9e3779b1) ^ v;
    if (this.oriented) {
      hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) ^ (start * 256 + (option?.phrase.orientation ?? -2));
    }
    return hash;
  }

  private isSameState(one: Hypothesis, other: Hypothesis): boolean {
    return (
      one.gap === other.gap &&
      one.mask === other.mask &&
      one.end === other.end &&
      one.u === other.u &&
      one.v === other.v &&
      (!this.oriented ||
        (one.start === other.start && one.option?.phrase.orientation === other.option?.phrase.orientation))
    );
  }
}
