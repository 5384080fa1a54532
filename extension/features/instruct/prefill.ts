import * as z from 'zod';
import { lazily } from '../../core/text/lazily.js';

const schema = lazily(() => z.object({ prefill: z.string().max(500) }));

/** What a keybinding wants to stand in the input of Instruct… at first, e.g. `{"prefill": "translate to "}`. */
export function prefill(value: unknown): string {
  const parsed = schema().safeParse(value);
  return parsed.success ? parsed.data.prefill : '';
}
