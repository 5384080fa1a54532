import type { SegmentOrigin } from '../../core/protocol/protocol.js';
import { isForeignScript } from '../../core/text/foreignScript.js';
import type { SentenceSettings } from '../decoding/decodingStrategy.js';
import type { JobAnswers, RewriteAnswer, RewriteJob } from '../decoding/rewriteJob.js';
import type { SentenceAnswers } from './sentenceAnswers.js';
import { soundAnswers } from './soundAnswers.js';
import { guardOf } from './guardOf.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { nextTurn } from '../decoding/turn.js';
import { wordPosteriors } from '../draft/confidence.js';
import { withCopySpacing } from '../draft/copySpacing.js';
import type { Drafter, TableDraft } from '../draft/draftDecoder.js';
import type { DraftEditor, EditedDraft } from '../draft/draftEditor.js';
import type { DraftTables } from '../draft/draftTables.js';
import { withOtherOrders } from '../draft/germanOrder.js';
import { withLocalNumbers } from '../draft/localNumbers.js';
import { adaptedTranslation, plainText } from '../draft/memoryDrafts.js';
import { repairedTranslation } from '../draft/memoryRepair.js';
import type { MemoryMatch } from '../../core/memory/memoryFile.js';
import { SourceLanguages } from '../draft/sourceLanguages.js';
import type { TranslationSettings } from '../decoding/translationSettings.js';

/** From this similarity on a sentence of a memory is looked at. */
const leastSimilarity = 0.7;
/** Drafts that are made beyond the alternatives wanted: guards refuse some. */
const spareDrafts = 11;
/** For the length dial and a limit of characters there must be many to choose from. */
const draftsByLength = 60;

/**
 * Translates from drafts where there are any: a sentence of the memory as it is, or one like it put right, else the best
 * draft of the phrase tables that passes the guards. Everything else goes to the model. Sentences that it cannot read, or that are in
 * the target language already, stay as they are.
 */
export class DraftingDecoder implements SentenceAnswers {
  /** @param languages that the model reads */
  public constructor(
    private readonly model: SentenceAnswers,
    private readonly tokenizer: Tokenizer,
    private readonly isIntact: (restored: ReturnType<RewriteJob['sentence']['restore']>) => boolean,
    private readonly languages: readonly string[],
    private readonly tables: DraftTables | undefined,
    private readonly editor: DraftEditor | undefined,
  ) {}

  /** See `SentenceDecoder.decode`. */
  public async decode(
    jobs: readonly RewriteJob[],
    settings: SentenceSettings,
    alternatives = 0,
  ): Promise<readonly JobAnswers[]> {
    const { task, translation } = settings;
    const known = new Map<RewriteJob, JobAnswers>();
    for (const job of jobs) {
      if (isForeignScript(bare(job), this.languages)) known.set(job, left('unreadable'));
    }
    const languages = translation && (await this.sourceLanguages(translation));
    if (translation && languages) {
      for (const job of jobs) {
        if (!known.has(job) && languages.of(bare(job)) === translation.target) {
          known.set(job, left('already-translated'));
        }
      }
    }
    const guard = guardOf(task, translation?.target, languages && ((sentence) => languages.of(sentence)));
    const guarded = { ...settings, guard };
    if (translation && languages && settings.lengths === undefined && settings.targetLength === undefined) {
      for (const job of jobs.filter((one) => !known.has(one))) {
        await nextTurn(settings.signal);
        const answers = await this.drafted(job, languages.of(bare(job)), translation, guarded, alternatives);
        if (answers) known.set(job, answers);
      }
    }
    const open = jobs.filter((job) => !known.has(job));
    const decoded = open.length > 0 ? await this.model.decode(open, guarded, alternatives) : [];
    if (open.length === 0) settings.onPass?.(settings.iterations);
    open.forEach((job, index) => known.set(job, decoded[index] ?? left('nothing-to-rewrite')));
    return jobs.map((job) => known.get(job) ?? left('nothing-to-rewrite'));
  }

  private async sourceLanguages({ sentences, target }: TranslationSettings): Promise<SourceLanguages> {
    const texts = sentences.map((sentence) => sentence.replace(/[\ue000-\ue01f]/gu, ' '));
    const isEnglishPossible = this.tables?.sources(target).includes('en') === true;
    return SourceLanguages.of(
      texts,
      this.languages,
      async (text) => this.tables?.guess(text, target),
      isEnglishPossible ? 'en' : undefined,
    );
  }

  /** The answers that drafts give; undefined if there are none, and the model is to write. */
  private async drafted(
    job: RewriteJob,
    source: string | undefined,
    translation: TranslationSettings,
    settings: SentenceSettings,
    alternatives: number,
  ): Promise<JobAnswers | undefined> {
    const { draft, target } = translation;
    const match = draft === 'none' || draft === 'table' ? undefined : matchOf(job, source, translation);
    const exact = match && this.asItIs(job, match);
    const isTaken = exact && (match.score === 1 || isSound(job, exact, settings));
    const wanted = alternatives > 0 || !isTaken || isSized(settings);
    const decoder = wanted && source !== undefined ? await this.tables?.drafter(source, target) : undefined;
    const repaired =
      match && !isTaken && decoder ? await this.repaired(job, match, decoder, target, settings) : [];
    const fromMemory = isTaken ? [exact] : repaired;
    const usesTable = decoder !== undefined && (draft === 'table' || draft === 'auto');
    const count = isSized(settings) ? draftsByLength : 1 + alternatives + spareDrafts;
    const isEnough = fromMemory.length > 0 && alternatives === 0 && !isSized(settings);
    const fromTable =
      usesTable && !isEnough ? await this.fromTable(job, decoder, target, count, settings) : undefined;
    const answers = [...fromMemory, ...(fromTable?.answers ?? [])];
    if (answers.length === 0) {
      return fromTable ? left(fromTable.failure ?? 'protected-span-lost') : undefined;
    }
    const [best, ...others] = bySize(answers, settings.lengthFactor ?? 1);
    return {
      best,
      others: others.filter(({ output }) => output !== best?.output),
      passes: best?.candidate.passes ?? 0,
    };
  }

  /** What the memory has for the same sentence, or one that differs in numbers and letter case only. */
  private asItIs(job: RewriteJob, match: MemoryMatch): RewriteAnswer | undefined {
    const wording = adaptedTranslation(job.sentence, match);
    return wording === undefined ? undefined : this.answer(job, wording, 1, memoryOrigin(match));
  }

  /** What the memory has for a similar sentence, put right where the two differ, and revised by the model. */
  private async repaired(
    job: RewriteJob,
    match: MemoryMatch,
    decoder: Drafter,
    target: string,
    settings: SentenceSettings,
  ): Promise<readonly RewriteAnswer[]> {
    const text = repairedTranslation(job.sentence, match, decoder);
    if (text === undefined) return [];
    const drafts = await this.edited(job, [{ text, score: 0 }], target, settings);
    const answers = drafts.flatMap((draft) => {
      if (draft.change === 'own') return [];
      const origin = { ...memoryOrigin(match), ...(draft.change && { revised: true }) };
      return this.answer(job, draft.text, match.score, origin, draft.passes) ?? [];
    });
    return soundAnswers(job, answers, settings.guard).answers;
  }

  private async fromTable(
    job: RewriteJob,
    decoder: Drafter,
    target: string,
    count: number,
    settings: SentenceSettings,
  ): Promise<ReturnType<typeof soundAnswers>> {
    const { text } = job.sentence;
    const answersOf = async (straight: boolean): Promise<RewriteAnswer[]> => {
      const found = decoder.translate(text, count, straight);
      const ordered = !straight ? withOtherOrders(found, target) : found;
      const drafts = await this.edited(job, ordered, target, settings);
      const posteriors = wordPosteriors(drafts);
      return drafts.flatMap((draft, index) => {
        const local = withLocalNumbers(text, draft.text, decoder.sourceLanguage, target);
        const wording = withCopySpacing(text, local);
        return this.answer(job, wording, posteriors[index] ?? 1, originOf(draft), draft.passes) ?? [];
      });
    };
    const sound = soundAnswers(job, await answersOf(false), settings.guard);
    if (sound.answers.length > 0) return sound;
    // Without reordering no pair of tags can get mixed up.
    const straight = soundAnswers(job, await answersOf(true), settings.guard);
    return straight.answers.length > 0
      ? straight
      : { answers: [], failure: sound.failure ?? straight.failure };
  }

  private edited(
    job: RewriteJob,
    drafts: readonly TableDraft[],
    language: string,
    settings: SentenceSettings,
  ): Promise<readonly EditedDraft[]> {
    const asTheyAre = drafts.map((draft) => ({ ...draft, ids: [], passes: 0 }));
    return this.editor && drafts.length > 0
      ? this.editor.edit(job, drafts, language, settings)
      : Promise.resolve(asTheyAre);
  }

  /** An answer with its protected spans put back; undefined if it lost one. */
  private answer(
    job: RewriteJob,
    wording: string,
    probability: number,
    origin: SegmentOrigin | undefined,
    passes = 0,
  ): RewriteAnswer | undefined {
    const restored = job.sentence.restore(wording);
    if (!this.isIntact(restored) || restored.text === '') return undefined;
    const ids = Int32Array.from(this.tokenizer.encode(wording));
    const score = Math.log(probability);
    const candidate = { ids, scores: new Float64Array(ids.length).fill(score), score, passes };
    return { output: restored.text, wording, candidate, ...(origin && { origin }) };
  }
}

function matchOf(
  { sentence }: RewriteJob,
  source: string | undefined,
  { memory, target }: TranslationSettings,
): MemoryMatch | undefined {
  return memory?.find(plainText(sentence), target, source, leastSimilarity);
}

function memoryOrigin({ origin, score, source }: MemoryMatch): SegmentOrigin {
  return { from: 'memory', file: origin, similarity: score, ...(score < 1 && { source }) };
}

function isSound(job: RewriteJob, answer: RewriteAnswer, { guard }: SentenceSettings): boolean {
  return soundAnswers(job, [answer], guard).answers.length > 0;
}

/** What the model wrote by itself comes from nowhere. */
function originOf({ change }: EditedDraft): SegmentOrigin | undefined {
  if (change === 'own') return undefined;
  return { from: 'table', ...(change === 'revised' && { revised: true }) };
}

function isSized({ lengthFactor = 1 }: SentenceSettings): boolean {
  return lengthFactor !== 1;
}

/** With a length dial: the best of those that are as short or as long as is wanted, else the nearest to it. */
function bySize(answers: readonly RewriteAnswer[], factor: number): readonly RewriteAnswer[] {
  const first = answers[0];
  if (!first || factor === 1) return answers;
  const wanted = first.output.length * factor;
  const distance = ({ output }: RewriteAnswer): number => {
    const over = factor < 1 ? output.length - wanted : wanted - output.length;
    return Math.max(0, Math.round(over));
  };
  // The sort is stable: of equally near ones the better stays first.
  return [...answers].sort((one, other) => distance(one) - distance(other));
}

function left(warning: NonNullable<JobAnswers['warning']>): JobAnswers {
  return { best: undefined, others: [], passes: 0, warning };
}

function bare({ sentence }: RewriteJob): string {
  return sentence.text.replace(/[\ue000-\ue01f]/gu, ' ');
}
