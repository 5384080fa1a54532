import * as z from 'zod';
import { lazily } from '../../core/text/lazily.js';

const position = lazily(() =>
  z.object({
    line: z.number().int().nonnegative(),
    character: z.number().int().nonnegative(),
  }),
);

/**
 * What a keybinding, a code action or another extension may pass to a rewriting command instead of being asked.
 * Positions are zero-based, as in the API of VS Code.
 */
const commandArgumentsSchema = lazily(() =>
  z.object({
    /** Free text, as typed into Instruct…. */
    instruction: z.string().trim().min(1).optional(),
    /** Language code of Translate Selection…. */
    target: z.string().min(1).optional(),
    /** Task of Rewrite Selection…. */
    task: z.string().min(1).optional(),
    /** Document; the active editor's if absent. */
    uri: z.string().min(1).optional(),
    /** Ranges in it; the selections if absent. */
    ranges: z
      .array(z.object({ start: position(), end: position() }))
      .min(1)
      .optional(),
  }),
);

export type CommandArguments = z.infer<ReturnType<typeof commandArgumentsSchema>>;

/** The arguments, or none where something else was passed: menus pass the resource and the selection. */
export function commandArguments(value: unknown): CommandArguments {
  const result = commandArgumentsSchema().safeParse(value);
  return result.success ? result.data : {};
}
