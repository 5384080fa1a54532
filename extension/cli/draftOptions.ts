import { Option } from 'commander';
import type { DraftChoice } from '../core/protocol/protocol.js';

const draftChoices: readonly DraftChoice[] = ['auto', 'table', 'memory', 'none'];

/** Of `--memory`. */
export const memoryHelp =
  'translation memory: TMX, .po, XLIFF, resource files such as de.json, or a folder of them; may be given several times';

/** `--draft`. */
export function draftOption(): Option {
  return new Option(
    '--draft <kind>',
    'what a translation starts from: memories and phrase tables (auto), one of them, or nothing',
  ).choices(draftChoices);
}
