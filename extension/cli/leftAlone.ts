import type { Manifest } from '../core/model/manifest.js';
import {
  InterlinearError,
  type RewriteResult,
  type SegmentOrigin,
  type SegmentWarning,
} from '../core/protocol/protocol.js';

const reasons: Partial<Record<SegmentWarning, string>> = {
  'protected-span-lost': 'the answer would have lost a protected part, such as code or a link',
  'too-long': 'it is too long for the model',
  'over-limit': 'no answer was short enough',
  'term-missing': 'the answer would have lost a term of the glossary, or a word to keep',
  unreadable: 'it is written in a script that the model does not know',
  'already-translated': 'it is in the target language already',
  'number-changed': 'every answer would have changed a number',
  'symbol-changed': 'every answer would have changed a symbol',
  'negation-changed': 'every answer would have turned its meaning round',
  'question-changed': 'every answer would have made a question of it, or a statement of a question',
  'wrong-language': 'no answer was in the target language',
};

/** Why a sentence was left as it was, in words; undefined where that needs none. */
export function leftAloneText(warning: SegmentWarning): string | undefined {
  return reasons[warning];
}

/** Which memory a sentence comes from, in words. */
export function memoryText({ file = '', similarity = 1 }: SegmentOrigin): string {
  return similarity === 1
    ? `from memory: ${file}`
    : `from memory: ${file} (${Math.floor(similarity * 100)} %)`;
}

/** @throws InterlinearError `invalidArgument` if nothing of a text is in a script that the model knows */
export function refuseUnreadable({ segments }: RewriteResult, manifest: Pick<Manifest, 'languages'>): void {
  const warnings = segments.map(({ warning }) => warning).filter((one) => one !== 'nothing-to-rewrite');
  if (warnings.length === 0 || warnings.some((warning) => warning !== 'unreadable')) return;
  throw new InterlinearError(
    'invalidArgument',
    'The model cannot read this text: it is in a script of another language than {0}.',
    [manifest.languages.join(', ')],
  );
}
