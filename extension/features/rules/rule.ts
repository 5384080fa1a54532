import * as z from 'zod';
import { lazily } from '../../core/text/lazily.js';

/** What of a document a rule looks at. A subject is the first line of a commit message, which is prose as well. */
export const parts = ['prose', 'comment', 'string', 'subject'] as const;
export type Part = (typeof parts)[number];

/** How a finding is shown. */
export const ways = ['error', 'warning', 'information', 'hint', 'codeLens'] as const;

const schema = lazily(() => {
  const text = z.string().trim().min(1);
  return z
    .strictObject({
      labelSet: text,
      warnOn: z.array(text).min(1).optional(),
      expect: z.array(text).min(1).optional(),
      atLeast: z.number().min(0).max(1).default(0.8),
      message: text.optional(),
      show: z.enum(ways).default('information'),
      languages: z.array(text).default([]),
      files: z.array(text).default([]),
      parts: z.array(z.enum(parts)).min(1).default(['prose', 'comment']),
      fix: z.array(text).default([]),
      startProcess: z.boolean().default(false),
    })
    .refine(({ warnOn, expect }) => (warnOn === undefined) !== (expect === undefined), {
      message: 'exactly one of warnOn and expect is needed',
    });
});

/** Something that a person wants to be told of a document: a label set, what counts as wrong, and where. */
export type Rule = z.infer<ReturnType<typeof schema>> & { readonly name: string };

export interface ParsedRules {
  readonly rules: readonly Rule[];
  /** What is wrong with the others, for the log. */
  readonly problems: readonly string[];
}

/** The rules in the value of `interlinear.rules`: anything can stand in a settings file, and what is no rule is left out. */
export function parseRules(value: unknown): ParsedRules {
  const rules: Rule[] = [];
  const problems: string[] = [];
  for (const [name, definition] of Object.entries(typeof value === 'object' && value !== null ? value : {})) {
    const parsed = schema().safeParse(definition);
    if (parsed.success) {
      rules.push({ ...parsed.data, name });
    } else {
      const issues = parsed.error.issues.map(({ path, message }) =>
        [...path.map(String), message].join(': '),
      );
      problems.push(`interlinear.rules: ${name}: ${issues.join('; ')}`);
    }
  }
  return { rules, problems };
}
