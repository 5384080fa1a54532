import type { GlossaryEntry } from '../../core/glossary/glossaryEntry.js';
import { GlossaryError } from '../../core/glossary/glossaryError.js';
import { readGlossary } from '../../core/glossary/readGlossary.js';
import type { Wording } from '../../core/protocol/wording.js';

/** Mistakes that are shown of one file. */
const most = 50;
/** A quotation mark in the wrong place spoils the lines after it: the file is read again without that line, so often. */
const mostAttempts = 8;

/** A mistake in a glossary file. */
export interface GlossaryProblem {
  /** From 0. */
  readonly line: number;
  readonly mistake: Wording;
}

/**
 * Reads a glossary and goes on after its mistakes: a line that makes no sense is left out. XML cannot be read in part.
 * @returns no entries beside the problems of a file that cannot be read at all
 */
export function readGlossaryFile(text: string): {
  readonly entries: readonly GlossaryEntry[];
  readonly problems: readonly GlossaryProblem[];
} {
  const lines = text.split(/\r\n|\r|\n/);
  const problems: GlossaryProblem[] = [];
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const mistakes: GlossaryError[] = [];
    try {
      const entries = readGlossary(lines.join('\n'), 'glossary', (mistake) => mistakes.push(mistake));
      const found = [...problems, ...mistakes.map(problemOf)];
      return { entries, problems: found.slice(0, most) };
    } catch (error) {
      const problem = problemOf(error);
      const { line } = problem;
      const isNew = lines[line] !== undefined && lines[line] !== '';
      problems.push(problem);
      if (!isNew || /^\ufeff?\s*</.test(text)) {
        break;
      }
      lines[line] = '';
    }
  }
  return { entries: [], problems };
}

/** @throws what is no mistake in the file */
function problemOf(error: unknown): GlossaryProblem {
  if (!(error instanceof GlossaryError)) {
    throw error;
  }
  return { line: Math.max(0, error.line - 1), mistake: error.mistake };
}
