import { readFile } from 'node:fs/promises';
import { type GlossaryEntry, termsFor } from '../core/glossary/glossaryEntry.js';
import { readGlossary } from '../core/glossary/readGlossary.js';
import { parseInstruction } from '../core/instructions/instructions.js';
import type { Manifest } from '../core/model/manifest.js';
import { type GlossaryTerm, InterlinearError } from '../core/protocol/protocol.js';
import { decodeUtf8 } from './utf8.js';

/**
 * Reads a glossary, CSV or TBX.
 * @throws InterlinearError `invalidArgument` with file and line; CliError (not UTF-8); Error of the file system
 */
export async function readGlossaryFile(file: string, signal: AbortSignal): Promise<GlossaryEntry[]> {
  return readGlossary(decodeUtf8(await readFile(file, { signal }), file), file);
}

/** The terms of a glossary that concern an instruction: those into its target language; without one, no translations. */
export function termsForInstruction(
  entries: readonly GlossaryEntry[],
  manifest: Manifest,
  instruction: string,
): GlossaryTerm[] {
  try {
    return termsFor(entries, parseInstruction(manifest, instruction).target);
  } catch (error) {
    // An instruction that is unknown to the model may be run all the same; the engine decides that.
    if (error instanceof InterlinearError) return termsFor(entries);
    throw error;
  }
}
