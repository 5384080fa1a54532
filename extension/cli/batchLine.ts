import * as z from 'zod';
import type { ClassifyParameters, RewriteParameters } from '../core/protocol.js';
import { labelProblem } from './classify.js';
import { CliError } from './cliError.js';

const count = z.number().int().positive();
const identifier = z.union([z.string(), z.number()]);

const rewriteSchema = z.strictObject({
  id: identifier,
  instruction: z.string(),
  input: z.string(),
  iterations: count.optional(),
  lengthBeam: count.optional(),
  targetLength: count.optional(),
  format: z.string().optional(),
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
  if (!('labels' in value) && !('instruction' in value)) {
    throw new BadLineError(id, 'has neither "instruction" nor "labels"');
  }
  return 'labels' in value ? parseClassify(id, value) : parseRewrite(id, value);
}

function parseRewrite(id: LineId, value: object): BatchRequest {
  const parsed = rewriteSchema.safeParse(value);
  if (!parsed.success) throw new BadLineError(id, explain(parsed.error));
  const { instruction, input, iterations, lengthBeam, targetLength, format } = parsed.data;
  const shared = {
    instruction,
    ...(iterations !== undefined && { iterations }),
    ...(lengthBeam !== undefined && { lengthBeam }),
    ...(targetLength !== undefined && { targetLength }),
    ...(format !== undefined && { format }),
  };
  return {
    kind: 'rewrite',
    id,
    key: JSON.stringify([instruction, iterations, lengthBeam, targetLength, format]),
    parameters: { texts: [input], ...shared },
  };
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
