import type { Manifest } from '../../../extension/core/model/manifest.js';
import type {
  CheckParameters,
  CheckResult,
  ClassifyResult,
  FillParameters,
  FinishedPart,
  PassProgress,
  RewriteListeners,
  RewriteParameters,
  RewriteResult,
  SegmentResult,
  SegmentWarning,
} from '../../../extension/core/protocol/protocol.js';
import type { ModelService } from '../../../extension/model/modelService.js';
import { fakeManifest } from './fakeManifest.js';

/** One request that waits until the test answers it. */
export interface HeldRequest {
  readonly parameters: RewriteParameters;
  /** Reports a pass to the extension. */
  pass(progress: PassProgress): void;
  /** Hands out a part of the answer: the sentences that follow the ones handed out before. */
  part(part: FinishedPart): void;
  /** Lets the answer go. */
  release(): void;
  fail(error: Error): void;
}

/** A model whose answers a test knows, and whose moment of answering a test can choose. */
export class FakeModel implements ModelService {
  public readonly requests: RewriteParameters[] = [];
  public readonly held: HeldRequest[] = [];
  public aborted = 0;
  /** Whether requests wait for `release()`. */
  public hold = false;
  /** Thrown for an instruction, unless the person insists. */
  public unknownInstruction: Error | undefined;
  public warning: SegmentWarning | undefined;
  /** The warning of a single sentence. */
  public warnings: (sentence: string) => SegmentWarning | undefined = () => undefined;

  /** What comes with every answer beside its text. */
  public further: (output: string) => Partial<RewriteResult> = () => ({});

  /** Cuts a text into the sentences of its result; joined they are the text. */
  public sentences: (text: string) => readonly string[] = (text) => [text];

  /** @param answer what the model writes for a text */
  public constructor(
    private readonly answer: (text: string, instruction: string, parameters: RewriteParameters) => string,
  ) {}

  /** What the model can do beside the tasks of the fake manifest. */
  public tasks: Manifest['instructions'] = [];

  /** Whether the model was trained to fill gaps. */
  public knowsFilling = true;

  public manifest = (): Promise<Manifest> =>
    Promise.resolve({
      ...fakeManifest,
      instructions: [...fakeManifest.instructions, ...this.tasks],
      ...(this.knowsFilling && { fillInstruction: 'Fill in the blank.' }),
    });

  public rewrite: ModelService['rewrite'] = async (parameters, options = {}) => {
    this.requests.push(parameters);
    const { allowUnknownInstruction } = parameters;
    if (this.unknownInstruction !== undefined && allowUnknownInstruction !== true) {
      throw this.unknownInstruction;
    }
    if (this.hold) {
      await this.wait(parameters, options);
    }
    return parameters.texts.map((text) => this.result(text, parameters));
  };

  public classify: ModelService['classify'] = ({ texts, labels }) =>
    Promise.resolve(
      texts.map((): ClassifyResult => {
        const scores = labels.map((label, index) => ({ label, probability: index === 0 ? 1 : 0 }));
        return { label: labels[0] ?? '', scores, milliseconds: 1 };
      }),
    );

  /** What `fill` answers, best first. */
  public wordings: readonly string[] = [];
  public readonly fillRequests: FillParameters[] = [];

  public fill: ModelService['fill'] = (parameters) => {
    this.fillRequests.push(parameters);
    const wordings = this.wordings.map((output, index) => ({ output, score: -0.1 * (index + 1), tokens: 1 }));
    return Promise.resolve({ wordings, milliseconds: 1 });
  };

  /** What `check` finds: the words, and what they may stand for. */
  public misspelt: Readonly<Record<string, string>> = {};
  public readonly checkRequests: CheckParameters[] = [];

  public check: ModelService['check'] = (parameters) => {
    this.checkRequests.push(parameters);
    const results = parameters.texts.map((text): CheckResult => {
      const problems = Object.entries(this.misspelt).flatMap(([word, suggestion]) =>
        [...text.matchAll(new RegExp(`\\b${word}\\b`, 'g'))].map(({ index }) => ({
          start: index,
          end: index + word.length,
          language: 'en',
          suggestions: [suggestion],
          sure: !this.unsure.includes(word),
          certainty: 5,
        })),
      );
      problems.sort((one, other) => one.start - other.start);
      return { problems, complete: true };
    });
    return Promise.resolve(results);
  };

  /** Words that `check` finds without being sure. */
  public unsure: readonly string[] = [];

  private wait(parameters: RewriteParameters, { signal, onPass, onPart }: RewriteListeners): Promise<void> {
    return new Promise((resolve, reject) => {
      this.held.push({
        parameters,
        pass: (progress) => onPass?.(progress),
        part: (part) => onPart?.(part),
        release: resolve,
        fail: reject,
      });
      signal?.addEventListener('abort', () => {
        this.aborted++;
        reject(new DOMException('Aborted', 'AbortError'));
      });
    });
  }

  /** What becomes of the sentences of a text. */
  public segments(text: string, parameters: RewriteParameters): SegmentResult[] {
    return this.sentences(text).map((source) => {
      const output = this.answer(source, parameters.instruction, parameters);
      const segment = { source, output, score: -0.1, tokens: 1 };
      const warning = this.warning ?? this.warnings(source);
      return warning ? { ...segment, warning } : segment;
    });
  }

  private result(text: string, parameters: RewriteParameters): RewriteResult {
    const segments = this.segments(text, parameters);
    const output = segments.map((segment) => segment.output).join('');
    const result = { output, score: -0.1, tokens: 1, iterations: 4, milliseconds: 1, segments };
    return { ...result, ...this.further(output) };
  }
}

/** An answer that replaces words, e.g. `replacing({ teh: 'the' })`. */
export function replacing(words: Readonly<Record<string, string>>): (text: string) => string {
  return (text) =>
    Object.entries(words).reduce((result, [word, replacement]) => result.replaceAll(word, replacement), text);
}
