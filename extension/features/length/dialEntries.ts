import * as vscode from 'vscode';
import type { Prompt } from '../answers/answer.js';
import type { Decoder } from '../preview/decoder.js';
import type { PreviewTarget, Wording } from '../preview/livePreview.js';
import { countsText } from './countsText.js';
import { furthestStep, lengthFactor, percentOf } from './lengthSteps.js';
import { totalCounts } from './textCounts.js';

/** Steps to each side that the dial shows from the beginning. */
const shownAtFirst = 3;

/** A length of the dial. */
export interface DialEntry extends vscode.QuickPickItem {
  /** Steps from what stands there; negative: shorter. */
  readonly steps: number;
}

/** The lengths of a dial, and the answers that were fetched for them. */
export class DialEntries {
  private readonly entries = new Map<number, DialEntry>();
  private readonly wordings = new Map<number, Wording>();

  public constructor(
    private readonly target: PreviewTarget,
    private readonly promptFor: (steps: number) => Prompt,
    private readonly decoder: Decoder,
  ) {
    for (let steps = -shownAtFirst; steps <= shownAtFirst; steps++) {
      this.at(steps);
    }
    const texts = target.spans.map(({ text }) => text);
    this.at(0).description = countsText(totalCounts(texts));
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
    const { steps } = entry;
    if (steps === 0) {
      return undefined;
    }
    const known = this.wordings.get(steps);
    if (known !== undefined) {
      return known;
    }
    const { document, sources, answer } = this.target;
    const prompt = this.promptFor(steps);
    const length = { lengthFactor: lengthFactor(steps, answer?.length.lengthFactor) };
    const results = await this.decoder.decode({ document, sources, prompt }, length, { signal });
    const texts = results.map(({ output }) => output);
    const wording: Wording = { texts, results, length, prompt };
    this.wordings.set(steps, wording);
    entry.description = countsText(totalCounts(texts));
    return wording;
  }
}

function labelOf(steps: number): string {
  return steps === 0 ? vscode.l10n.t('As it is') : vscode.l10n.t('{0} %', percentOf(steps));
}
