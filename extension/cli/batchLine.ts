import * as z from 'zod';
import { decodeUtf8 } from './utf8.js';

const identifier = z.union([z.string(), z.number()]);
const count = z.number().int().positive();

const rewriteLine = z.strictObject({
  id: identifier.optional(),
  instruction: z.string().min(1),
  input: z.string(),
  iterations: count.optional(),
  lengthBeam: count.optional(),
  targetLength: count.optional(),
  format: z.string().optional(),
});

const classifyLine = z.strictObject({
  id: identifier.optional(),
  labels: z.array(z.string().min(1)).min(2),
  input: z.string(),
});

export type BatchId = string | number | null;
export type RewriteLine = z.infer<typeof rewriteLine>;
export type ClassifyLine = z.infer<typeof classifyLine>;

/** A line of `interlinear batch`: work to do, or what is wrong with the line. */
export type BatchLine =
  | { readonly kind: 'rewrite'; readonly id: BatchId; readonly line: RewriteLine }
  | { readonly kind: 'classify'; readonly id: BatchId; readonly line: ClassifyLine }
  | { readonly kind: 'error'; readonly id: BatchId; readonly error: string };

/** Reads one line; never throws, so that one bad line does not end the others. `number` counts from 1. */
export function parseBatchLine(bytes: Uint8Array, number: number): BatchLine {
  let value: unknown;
  try {
    value = JSON.parse(decodeUtf8(bytes, `line ${number}`, number).replace(/^\ufeff/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'error', id: null, error: `line ${number}: ${reason}` };
  }
  const id = identifierOf(value);
  const asks = typeof value === 'object' && value !== null && 'labels' in value ? 'classify' : 'rewrite';
  if (asks === 'classify') {
    const parsed = classifyLine.safeParse(value);
    if (parsed.success) return { kind: 'classify', id, line: parsed.data };
    return { kind: 'error', id, error: explain(parsed.error, number) };
  }
  const parsed = rewriteLine.safeParse(value);
  if (parsed.success) return { kind: 'rewrite', id, line: parsed.data };
  return { kind: 'error', id, error: explain(parsed.error, number) };
}

function identifierOf(value: unknown): BatchId {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  const parsed = identifier.safeParse(value.id);
  return parsed.success ? parsed.data : null;
}

function explain(error: z.ZodError, number: number): string {
  const reasons = error.issues.map((issue) =>
    [issue.path.join('.'), issue.message].filter(Boolean).join(': '),
  );
  return `line ${number}: ${reasons.join('; ')}. A line is {"id","instruction","input"} or {"id","labels","input"}.`;
}
