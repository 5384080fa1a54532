import * as z from 'zod';
import { lazily } from '../../core/text/lazily.js';
import { InterlinearError } from '../../core/protocol/protocol.js';
import type { ClassifyTexts, FillGap, RewriteTexts, TranslateTexts } from './interlinearApi.js';

const schemas = lazily(() => {
  const count = z.number().int().positive();
  const texts = z.array(z.string()).min(1).readonly();

  const answer = {
    texts,
    format: z.string().optional(),
    iterations: count.optional(),
    lengthBeam: count.optional(),
    lengthFactor: z.number().positive().optional(),
    maximumCharacters: count.optional(),
    alternatives: z.number().int().nonnegative().optional(),
    glossary: z
      .array(
        z.object({ source: z.string().min(1), target: z.string(), caseSensitive: z.boolean().optional() }),
      )
      .readonly()
      .optional(),
    keep: z.array(z.string().min(1)).readonly().optional(),
    workspaceTerms: z.boolean().optional(),
    confidence: z.boolean().optional(),
  };

  return {
    rewrite: z.object({
      ...answer,
      instruction: z.string().trim().min(1),
      allowUnknownInstruction: z.boolean().optional(),
    }),
    translate: z.object({ ...answer, target: z.string().trim().min(1) }),
    classify: z.object({ texts, labels: z.array(z.string()).min(2).readonly() }),
    fill: z.object({
      before: z.string(),
      after: z.string(),
      phrase: z.string(),
      alternatives: count.optional(),
      maximumCharacters: count.optional(),
      format: z.string().optional(),
    }),
  };
});

interface Checked {
  readonly rewrite: RewriteTexts;
  readonly translate: TranslateTexts;
  readonly classify: ClassifyTexts;
  readonly fill: FillGap;
}

/**
 * What another extension passed, which may be anything; properties that are not known are left out.
 * @throws InterlinearError `invalidArgument`, which names what is wrong
 */
export function checkedParameters<Name extends keyof Checked>(name: Name, value: unknown): Checked[Name] {
  const result = schemas()[name].safeParse(value);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || name}: ${message}`);
    throw new InterlinearError('invalidArgument', `${name}: ${problems.join('; ')}`);
  }
  const given = Object.entries(result.data).filter(([, property]) => property !== undefined);
  return Object.fromEntries(given) as unknown as Checked[Name];
}
