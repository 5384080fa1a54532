import type { Manifest } from '../../core/model/manifest.js';
import type { Classifier } from '../../session/labels/classifier.js';
import { isFor, labelSets, languageSet, type LabelSet } from '../../session/labels/labelSets.js';
import type { CheckedSentence } from './checkedSentences.js';
import type { Rule } from './rule.js';
import { verdictOn, wrongLabels, type Verdict } from './verdict.js';

/** A sentence that a rule has something against. */
export interface Finding extends Verdict {
  readonly rule: Rule;
  readonly set: LabelSet;
  readonly sentence: CheckedSentence;
}

/** Holds sentences against rules; asks the model once for each sentence and label set. */
export class RuleChecker {
  public constructor(private readonly classifier: Classifier) {}

  /**
   * The findings, in the order of the rules and then of the sentences. A rule about a label set that there is not, or
   * about labels that the set has not, finds nothing.
   * @param own the value of `interlinear.labelSets`
   * @throws InterlinearError; DOMException `AbortError`
   */
  public async check(
    manifest: Manifest,
    rules: readonly Rule[],
    sentences: readonly CheckedSentence[],
    own: unknown,
    signal: AbortSignal,
  ): Promise<Finding[]> {
    const sets = labelSets(manifest, own);
    const findings: Finding[] = [];
    for (const rule of rules) {
      const set = sets.find(({ name }) => name === rule.labelSet);
      const wrong = set === undefined ? [] : wrongLabels(rule, set);
      if (set !== undefined && wrong.length > 0) {
        const concerned = await this.concerned(manifest, rule, set, sentences, signal);
        const texts = concerned.map(({ text }) => text);
        const scores = await this.classifier.askAll(manifest, texts, set, signal);
        concerned.forEach((sentence, index) => {
          const verdict = verdictOn(wrong, scores[index] ?? [], rule.atLeast);
          if (verdict !== undefined) {
            findings.push({ rule, set, sentence, ...verdict });
          }
        });
      }
    }
    return findings;
  }

  /** The sentences in parts that the rule looks at, in languages that its label set is for. */
  private async concerned(
    manifest: Manifest,
    rule: Rule,
    set: LabelSet,
    sentences: readonly CheckedSentence[],
    signal: AbortSignal,
  ): Promise<readonly CheckedSentence[]> {
    const wanted = sentences.filter(({ parts }) => parts.some((part) => rule.parts.includes(part)));
    if (set.languages.length === 0 || set.name === languageSet) {
      return wanted;
    }
    const texts = wanted.map(({ text }) => text);
    const languages = await this.classifier.languages(manifest, texts, signal);
    return wanted.filter((_, index) => isFor(set, languages[index]));
  }
}
