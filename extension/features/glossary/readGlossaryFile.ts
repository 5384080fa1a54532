import type { GlossaryEntry } from '../../core/glossary/glossaryEntry.js';
import { readGlossary } from '../../core/glossary/readGlossary.js';
import { InterlinearError } from '../../core/protocol.js';

/** Mistakes that are shown of one file. */
const most = 50;
/** Stands for the file in the messages of the parser, which begin with it and the line. */
const file = 'glossary';

/** A mistake in a glossary file. */
export interface GlossaryProblem {
  /** From 0. */
  readonly line: number;
  readonly message: string;
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
  while (problems.length < most) {
    try {
      return { entries: readGlossary(lines.join('\n'), file), problems };
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
  if (!(error instanceof InterlinearError)) {
    throw error;
  }
  const [, line = '1', message = error.message] = /^glossary:(\d+): (.*)$/s.exec(error.message) ?? [];
  return { line: Math.max(0, Number(line) - 1), message };
}
