import * as z from 'zod';
import type { ClassifyParameters, FillParameters, RewriteParameters } from '../core/protocol/protocol.js';
import { labelProblem } from './classify.js';
import { CliError } from './cliError.js';

const count = z.number().int().positive();
const identifier = z.union([z.string(), z.number()]);

const term = z.strictObject({
  source: z.string(),
  target: z.string(),
  caseSensitive: z.boolean().exactOptional(),
});

const rewriteSchema = z.strictObject({
  id: identifier,
  instruction: z.string(),
  input: z.string(),
  iterations: count.exactOptional(),
  lengthBeam: count.exactOptional(),
  targetLength: count.exactOptional(),
  lengthFactor: z.number().positive().exactOptional(),
  maximumCharacters: count.exactOptional(),
  alternatives: count.exactOptional(),
  glossary: z.array(term).exactOptional(),
  keep: z.array(z.string()).exactOptional(),
  confidence: z.boolean().exactOptional(),
  format: z.string().exactOptional(),
});

const fillSchema = z.strictObject({
  id: identifier,
  before: z.string(),
  after: z.string(),
  phrase: z.string().default(''),
  alternatives: count.exactOptional(),
  maximumCharacters: count.exactOptional(),
  format: z.string().exactOptional(),
});

const classifySchema = z.strictObject({
  id: identifier,
  labels: z.array(z.string()),
  input: z.string(),
});

export type LineId = string | number | null;

/** A line of the batch as a request; `key` is the same for lines that one call can answer. */
export type BatchRequest =
  | {
      readonly kind: 'rewrite';
      readonly id: LineId;
      readonly key: string;
      readonly parameters: RewriteParameters;
    }
  | {
      readonly kind: 'classify';
      readonly id: LineId;
      readonly key: string;
      readonly parameters: ClassifyParameters;
    }
  | {
      readonly kind: 'fill';
      readonly id: LineId;
      readonly key: string;
      readonly parameters: FillParameters;
    };

/** A line that asks for nothing sensible. */
export class BadLineError extends CliError {
  public constructor(
    public readonly id: LineId,
    message: string,
  ) {
    super(message);
    this.name = 'BadLineError';
  }
}

/** Understands a line. @throws BadLineError with the line's id, if that much can be read */
export function parseLine(line: string): BatchRequest {
  const value = parseJson(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadLineError(null, 'not a JSON object');
  }
  const id = 'id' in value && identifier.safeParse(value.id).success ? (value.id as LineId) : null;
  if ('labels' in value && 'instruction' in value) {
    throw new BadLineError(id, 'has both "instruction" and "labels"; give one of them');
  }
  if ('labels' in value) return parseClassify(id, value);
  if ('instruction' in value) return parseRewrite(id, value);
  if ('before' in value || 'after' in value) return parseFill(id, value);
  throw new BadLineError(id, 'has neither "instruction" nor "labels"');
}

function parseRewrite(id: LineId, value: object): BatchRequest {
  const parsed = rewriteSchema.safeParse(value);
  if (!parsed.success) throw new BadLineError(id, explain(parsed.error));
  const { id: _, input, ...shared } = parsed.data;
  return {
    kind: 'rewrite',
    id,
    key: JSON.stringify(Object.entries(shared).sort()),
    parameters: { texts: [input], ...shared },
  };
}

function parseFill(id: LineId, value: object): BatchRequest {
  const parsed = fillSchema.safeParse(value);
  if (!parsed.success) throw new BadLineError(id, explain(parsed.error));
  const { id: _, ...parameters } = parsed.data;
  return { kind: 'fill', id, key: '', parameters };
}

function parseClassify(id: LineId, value: object): BatchRequest {
  const parsed = classifySchema.safeParse(value);
  if (!parsed.success) throw new BadLineError(id, explain(parsed.error));
  const { labels, input } = parsed.data;
  const problem = labelProblem(labels);
  if (problem !== null) throw new BadLineError(id, problem);
  return { kind: 'classify', id, key: JSON.stringify(labels), parameters: { texts: [input], labels } };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new BadLineError(null, `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function explain(error: z.ZodError): string {
  return error.issues
    .map((issue) => (issue.path.length === 0 ? issue.message : `"${issue.path.join('.')}": ${issue.message}`))
    .join('; ');
}
