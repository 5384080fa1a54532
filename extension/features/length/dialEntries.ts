import * as vscode from 'vscode';
import type { Prompt } from '../../session/answers/answer.js';
import type { Decoder } from '../../session/preview/decoder.js';
import type { PreviewTarget, Wording } from '../../session/preview/livePreview.js';
import { countsText } from '../../editor/countsText.js';
import { furthestStep, lengthAt, percentOf } from './lengthSteps.js';
import { type TextCounts, totalCounts } from '../../core/text/textCounts.js';

/** Steps to each side that the dial shows from the beginning. */
const shownAtFirst = 3;
/** How far from an entry, in steps, is asked again if its answer does not lie between its neighbours. */
const between = 0.5;

/** A length of the dial. */
export interface DialEntry extends vscode.QuickPickItem {
  /** Steps from what stands there; negative: shorter. */
  readonly steps: number;
}

/** What is known of a length: its wording (undefined: what stands there) and how many characters it has. */
interface Known {
  readonly wording: Wording | undefined;
  readonly counts: TextCounts;
}

/**
 * The lengths of a dial, and the answers that were fetched for them. From entry to entry they never turn back: where the
 * model has nothing between two lengths, one of them stands for both.
 */
export class DialEntries {
  private readonly entries = new Map<number, DialEntry>();
  private readonly known = new Map<number, Known>();

  public constructor(
    private readonly target: PreviewTarget,
    private readonly promptFor: (steps: number) => Prompt,
    private readonly decoder: Decoder,
  ) {
    for (let steps = -shownAtFirst; steps <= shownAtFirst; steps++) {
      this.at(steps);
    }
    this.learn(this.at(0), {
      wording: undefined,
      counts: totalCounts(target.spans.map(({ text }) => text)),
    });
  }

  /** From the shortest to the longest. */
  public get all(): readonly DialEntry[] {
    return [...this.entries.values()].sort((first, second) => first.steps - second.steps);
  }

  /** The entry so many steps away, or the last one on the way there; it is on the list from now on. */
  public at(steps: number): DialEntry {
    const within = Math.max(-furthestStep, Math.min(furthestStep, steps));
    let entry = this.entries.get(within);
    if (entry === undefined) {
      entry = { steps: within, label: labelOf(within) };
      this.entries.set(within, entry);
    }
    return entry;
  }

  /** @returns undefined for what stands there already */
  public async wording(entry: DialEntry, signal: AbortSignal): Promise<Wording | undefined> {
    const known = this.known.get(entry.steps) ?? (await this.fetch(entry.steps, signal));
    this.learn(entry, known);
    return known.wording;
  }

  private learn(entry: DialEntry, known: Known): void {
    this.known.set(entry.steps, known);
    entry.description = countsText(known.counts);
  }

  private async fetch(steps: number, signal: AbortSignal): Promise<Known> {
    const first = await this.ask(steps, signal);
    const problem = first && this.turnsBack(steps, first);
    if (first !== undefined && problem === undefined) {
      return first;
    }
    const second = problem && (await this.ask(steps + (problem.tooLong ? -between : between), signal));
    if (second && this.turnsBack(steps, second) === undefined) {
      return second;
    }
    return problem?.instead ?? this.nearest(steps, steps < 0 ? 1 : -1);
  }

  /** @returns undefined if no model gives such a length */
  private async ask(steps: number, signal: AbortSignal): Promise<Known | undefined> {
    const { document, sources, answer } = this.target;
    const length = lengthAt(steps, answer?.length, this.known.get(0)!.counts.characters);
    if (length === undefined) {
      return undefined;
    }
    const prompt = this.promptFor(steps);
    const results = await this.decoder.decode({ document, sources, prompt }, length, { signal });
    const texts = results.map(({ output }) => output);
    return { wording: { texts, results, length, prompt }, counts: totalCounts(texts) };
  }

  /** Whether an answer is not longer than those of fewer steps, or not shorter than those of more; and which stands for it. */
  private turnsBack(
    steps: number,
    { counts: { characters } }: Known,
  ): { readonly tooLong: boolean; readonly instead: Known } | undefined {
    const fewer = this.nearest(steps, -1);
    const more = this.nearest(steps, 1);
    if (fewer.counts.characters >= characters && fewer.steps < steps) {
      return { tooLong: false, instead: fewer };
    }
    if (more.counts.characters <= characters && more.steps > steps) {
      return { tooLong: true, instead: more };
    }
    return undefined;
  }

  /** The next entry in a direction whose wording is known; the first of the other direction if there is none. */
  private nearest(steps: number, direction: -1 | 1): Known & { readonly steps: number } {
    const all = [...this.known].map(([own, known]) => ({ ...known, steps: own }));
    const beyond = all.filter((known) => (known.steps - steps) * direction > 0);
    const distance = (known: { readonly steps: number }): number => Math.abs(known.steps - steps);
    return (beyond.length > 0 ? beyond : all).reduce((one, other) =>
      distance(other) < distance(one) ? other : one,
    );
  }
}

function labelOf(steps: number): string {
  return steps === 0 ? vscode.l10n.t('As it is') : vscode.l10n.t('{0} %', percentOf(steps));
}
