type Granularity = 'grapheme' | 'word' | 'sentence';

const cache = new Map<string, Intl.Segmenter>();

/**
 * The Unicode segmenter (UAX #29, with dictionaries for Thai, Chinese, Japanese …) of a language. Making one costs
 * far more than using it, hence the cache. A locale that the runtime does not know falls back to the root rules.
 */
export function segmenterOf(granularity: Granularity, locale?: string): Intl.Segmenter {
  const key = `${granularity}:${locale ?? ''}`;
  let segmenter = cache.get(key);
  if (segmenter === undefined) {
    try {
      segmenter = new Intl.Segmenter(locale, { granularity });
    } catch (error) {
      if (!(error instanceof RangeError)) {
        throw error;
      }
      segmenter = new Intl.Segmenter(undefined, { granularity });
    }
    cache.set(key, segmenter);
  }
  return segmenter;
}

/** Offsets at which a grapheme (a user-perceived character) of the text starts, and its end. */
export function graphemeBoundaries(text: string): Set<number> {
  const boundaries = new Set<number>([text.length]);
  for (const { index } of segmenterOf('grapheme').segment(text)) {
    boundaries.add(index);
  }
  return boundaries;
}

const plain = /^[\u0020-\u007e]*$/;

/** Whether a grapheme of the text starts at an offset inside it; between letters of English that takes no segmenter. */
export class GraphemeStarts {
  private boundaries: Set<number> | undefined;

  public constructor(private readonly text: string) {}

  public has(offset: number): boolean {
    if (plain.test(this.text.slice(offset - 1, offset + 1))) {
      return true;
    }
    this.boundaries ??= graphemeBoundaries(this.text);
    return this.boundaries.has(offset);
  }
}
