import * as vscode from 'vscode';
import type { Configuration } from '../../editor/configuration.js';
import type { ModelService } from '../../model/modelService.js';
import type { CheckedSentence } from './checkedSentences.js';
import type { DocumentRules } from './documentRules.js';
import type { Findings } from './findings.js';
import type { Ignored } from './ignored.js';
import type { PlacedFinding } from './placedFinding.js';
import type { RuleChecker } from './ruleChecker.js';
import { lengthOfDocument } from '../../editor/textRanges.js';

/** In UTF-16 code units: a longer document is checked only around what is on screen. */
const longest = 200_000;
/** Lines around what is on screen. */
const margin = 400;

/** The part of a document that is checked, and where it begins. */
export interface CheckedText {
  readonly text: string;
  readonly offset: number;
  /** Offsets in `text` of the middle of what is on screen: sentences near it come first. */
  readonly focus: number;
  /** Whether it is not the whole document. */
  readonly partial: boolean;
}

/** Reads what of a document is checked. */
export function checkedText(document: vscode.TextDocument, visible: readonly vscode.Range[]): CheckedText {
  const first = visible[0]?.start.line ?? 0;
  const last = visible.at(-1)?.end.line ?? 0;
  const middle = document.offsetAt(new vscode.Position(Math.floor((first + last) / 2), 0));
  if (lengthOfDocument(document) <= longest) {
    return { text: document.getText(), offset: 0, focus: middle, partial: false };
  }
  const range = document.validateRange(new vscode.Range(Math.max(0, first - margin), 0, last + margin, 0));
  const offset = document.offsetAt(range.start);
  return { text: document.getText(range).slice(0, longest), offset, focus: middle - offset, partial: true };
}

/** Most sentences of a document that are checked: those nearest to what is on screen. */
const most = 300;

/** Checks one document at a time by its rules; a later check of the same document ends the one before. */
export class DocumentCheck {
  private readonly running = new Map<string, AbortController>();
  private readonly partial = new WeakSet<vscode.TextDocument>();

  public constructor(
    private readonly model: Pick<ModelService, 'manifest'>,
    private readonly configuration: Configuration,
    private readonly rules: DocumentRules,
    private readonly checker: RuleChecker,
    private readonly ignored: Ignored,
    private readonly findings: Findings,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Whether the last check left something of the document out. */
  public wasPartial(document: vscode.TextDocument): boolean {
    return this.partial.has(document);
  }

  public cancel(document: vscode.TextDocument): void {
    this.running.get(document.uri.toString())?.abort();
  }

  /** Checks without being asked to: silent about errors. */
  public async run(document: vscode.TextDocument): Promise<void> {
    try {
      await this.check(document, false);
    } catch (error) {
      // Its message may hold words of the document; its kind is enough.
      this.log.trace(`rules: no answer (${error instanceof Error ? error.name : typeof error})`);
    }
  }

  /**
   * Publishes the findings in a document, unless it was changed meanwhile: then the next check does.
   * @param requested by a person, so the process may be started
   * @throws InterlinearError; DOMException `AbortError`
   */
  public async check(document: vscode.TextDocument, requested: boolean): Promise<void> {
    const key = document.uri.toString();
    this.running.get(key)?.abort();
    const abort = new AbortController();
    this.running.set(key, abort);
    try {
      const { version } = document;
      const found = await this.find(document, requested, abort.signal);
      if (!abort.signal.aborted && !document.isClosed && document.version === version) {
        this.findings.set(document.uri, found);
      }
    } finally {
      if (this.running.get(key) === abort) {
        this.running.delete(key);
      }
    }
  }

  private async find(
    document: vscode.TextDocument,
    requested: boolean,
    signal: AbortSignal,
  ): Promise<PlacedFinding[]> {
    const rules = await this.rules.allowed(this.rules.for(document), requested);
    if (rules.length === 0) {
      return [];
    }
    const manifest = await this.model.manifest();
    // Only now, because it brings the parsers of all formats along, which would slow the activation down.
    const { checkedSentences } = await import('./checkedSentences.js');
    const editor = vscode.window.visibleTextEditors.find((shown) => shown.document === document);
    const { text, offset, focus, partial } = checkedText(document, editor?.visibleRanges ?? []);
    const all = checkedSentences(text, document.languageId);
    const sentences = nearest(all, focus);
    if (partial || sentences.length < all.length) {
      this.partial.add(document);
    } else {
      this.partial.delete(document);
    }
    const own = this.configuration.get('interlinear.labelSets', document);
    const places = ({ start, end }: CheckedSentence): vscode.Range =>
      new vscode.Range(document.positionAt(offset + start), document.positionAt(offset + end));
    const found = await this.checker.check(manifest, rules, sentences, own, signal);
    return found
      .filter(({ rule, sentence }) => !this.ignored.has(rule.name, sentence.text))
      .map((finding) => ({ ...finding, range: places(finding.sentence) }));
  }
}

function nearest(sentences: readonly CheckedSentence[], focus: number): readonly CheckedSentence[] {
  if (sentences.length <= most) {
    return sentences;
  }
  const distance = ({ start }: CheckedSentence): number => Math.abs(start - focus);
  const chosen = new Set([...sentences].sort((a, b) => distance(a) - distance(b)).slice(0, most));
  return sentences.filter((sentence) => chosen.has(sentence));
}
