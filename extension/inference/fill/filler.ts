import type { Manifest } from '../../core/model/manifest.js';
import { type Alternative, type FillParameters, InterlinearError } from '../../core/protocol/protocol.js';
import { endsWide, startsWide } from '../../core/text/wideScript.js';
import { countCharacters } from '../rewrite/characters.js';
import { type GapContext, gapContext } from './gapContext.js';
import type { DecodedGap, GapDecoder } from './gapDecoder.js';
import type { SourceBuilder } from '../tokenizer/sourceBuilder.js';
import type { TextPipeline } from '../rewrite/textPipeline.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';

/** Lengths that are tried for a gap, in tokens, from 1 on. */
const usualLengths = 8;
/** How many tokens more or fewer than a long phrase's are tried. */
const lengthMargin = 4;

/** What is to be filled, with the white space around the phrase told apart from it. */
interface Place extends GapContext {
  /** White space of the phrase itself, which its wordings have too. */
  readonly lead: string;
  readonly trail: string;
  /** Spaces that a gap between two words needs. */
  readonly spaceBefore: '' | ' ';
  readonly spaceAfter: '' | ' ';
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Words phrases anew, and fills gaps, in the light of both sides. */
export class Filler {
  public constructor(
    private readonly manifest: Pick<Manifest, 'limits' | 'defaults' | 'specialTokens'>,
    private readonly tokenizer: Tokenizer,
    private readonly builder: SourceBuilder,
    private readonly decoder: GapDecoder,
    private readonly text: TextPipeline,
  ) {}

  /**
   * @param instruction the canonical wording that asks for what a mask stands for
   * @returns different wordings, best first, without the one that stands there; they take its place as they are
   * @throws InterlinearError `emptyInput`, `invalidArgument`; DOMException `AbortError`
   */
  public async fill(
    parameters: FillParameters,
    instruction: string,
    signal?: AbortSignal,
  ): Promise<Alternative[]> {
    const { alternatives = 1, maximumCharacters = Infinity } = parameters;
    const phrase = parameters.phrase.trim();
    const lengths = this.lengths(phrase);
    const instructionIds = this.tokenizer.encode(instruction);
    const place = this.place(parameters, instructionIds.length, Math.max(...lengths));
    const { iterations } = this.manifest.defaults;
    const settings = { iterations, stopConfidence: 1, signal };
    const gaps = await this.decoder.decode(place.before, place.after, instructionIds, lengths, settings);
    const found = new Map<string, Alternative>();
    for (const gap of gaps) {
      const output = this.wording(place, gap, phrase);
      if (output === undefined || found.has(output) || countCharacters(output) > maximumCharacters) continue;
      found.set(output, { output, score: gap.score, tokens: gap.ids.length });
    }
    return [...found.values()].slice(0, alternatives);
  }

  private lengths(phrase: string): number[] {
    const tokens = this.tokenizer.encode(phrase).length;
    const shortest = tokens <= usualLengths ? 1 : tokens - lengthMargin;
    const longest = Math.max(usualLengths, tokens + lengthMargin);
    if (longest > this.manifest.limits.targetTokens / 2) {
      throw new InterlinearError(
        'invalidArgument',
        'The phrase is too long to be worded anew in its place. Choose fewer words, or rewrite the sentence.',
        [],
      );
    }
    return Array.from({ length: longest - shortest + 1 }, (_, index) => shortest + index);
  }

  private place(
    { before, phrase, after, format }: FillParameters,
    instructionTokens: number,
    longest: number,
  ): Place {
    const [lead = ''] = /^\s*/u.exec(phrase) ?? [];
    const [trail = ''] = /\s*$/u.exec(phrase.slice(lead.length)) ?? [];
    const context = gapContext(this.text, before + lead, trail + after, format);
    const { left, right } = context;
    const isGap = phrase.trim() === '';
    const spaceBefore = isGap && /[\p{L}\p{N}]$/u.test(left) && !endsWide(left) ? ' ' : '';
    const spaceAfter = isGap && /^[\p{L}\p{N}]/u.test(right) && !startsWide(right) ? ' ' : '';
    const room = Math.min(
      this.builder.room(instructionTokens) - 1,
      this.manifest.limits.targetTokens - longest,
    );
    const [beforeIds, afterIds] = nearest(
      this.tokenizer.encode(left.trimEnd()),
      this.tokenizer.encode(spaceAfter + right, true),
      room,
    );
    return { ...context, lead, trail, spaceBefore, spaceAfter, before: beforeIds, after: afterIds };
  }

  /** What a gap's tokens say in their place; undefined if that makes no sense there, or says nothing new. */
  private wording(place: Place, { ids }: DecodedGap, phrase: string): string | undefined {
    const { left, right, sentence, lead, trail, spaceBefore, spaceAfter, before, after } = place;
    const { mask, copy } = this.manifest.specialTokens;
    if (ids.some((id) => id === mask || copy.includes(id))) return undefined;
    const end = before.length + ids.length;
    const spelled = this.tokenizer
      .spell([...before, ...ids, ...after])
      .filter((part) => part.end > before.length && part.start < end);
    if (spelled.some((part) => part.start < before.length || part.end > end)) return undefined;
    const text = spelled.map((part) => part.text).join('');
    const spaced = left.trimEnd() !== left || spaceBefore !== '';
    const words = text.trim();
    // The model goes on within the word before, or begins a new one where there is none: neither is what was asked for.
    const atStart = left.trim() === '';
    if (words === '' || /[\ufffd\r\n\u2028\u2029]/u.test(words)) return undefined;
    if (!atStart && /^\s/u.test(text) !== spaced) return undefined;
    if (words.normalize('NFC') === phrase.normalize('NFC')) return undefined;
    const whole = sentence.restore(left + spaceBefore + words + spaceAfter + right);
    if (!this.text.isIntact(whole)) return undefined;
    const from = sentence.restore(left).text.length;
    const to = whole.text.length - sentence.restore(right).text.length;
    return lead + whole.text.slice(from, to) + trail;
  }
}

/** The tokens nearest to the gap, about as many on either side, `room` in all. */
function nearest(
  before: readonly number[],
  after: readonly number[],
  room: number,
): [readonly number[], readonly number[]] {
  const half = Math.floor(room / 2);
  const kept = Math.min(before.length, Math.max(half, room - after.length));
  return [before.slice(before.length - kept), after.slice(0, Math.max(0, room - kept))];
}
