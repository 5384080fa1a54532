import * as z from 'zod';
import type { ToolName } from '../../contributions/languageModelTools.js';
import { lazily } from '../../core/text/lazily.js';
import { InterlinearError } from '../../core/protocol/protocol.js';
import type { InterlinearApi, RewrittenText } from './interlinearApi.js';

const schemas = lazily(() => {
  const text = z.string().min(1);
  return {
    interlinear_rewrite: z.object({ text, instruction: z.string().min(1), format: z.string().optional() }),
    interlinear_translate: z.object({ text, target: z.string().min(2), format: z.string().optional() }),
    interlinear_classify: z.object({ text, labels: z.array(z.string().min(1)).min(2) }),
  } satisfies { [Name in ToolName]: z.ZodType };
});
type Schemas = ReturnType<typeof schemas>;

/** Whoever works in the folder wants its terms held by an agent too. */
const workspaceTerms = true;

/** The input of a tool. */
export interface ToolInputs {
  readonly interlinear_rewrite: z.infer<Schemas['interlinear_rewrite']>;
  readonly interlinear_translate: z.infer<Schemas['interlinear_translate']>;
  readonly interlinear_classify: z.infer<Schemas['interlinear_classify']>;
}

/** The input as a language model wrote it. @throws InterlinearError `invalidArgument` */
export function toolInput<Name extends ToolName>(name: Name, value: unknown): ToolInputs[Name] {
  const result = schemas()[name].safeParse(value);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new InterlinearError('invalidArgument', `${name}: ${problems.join('; ')}`);
  }
  return result.data as ToolInputs[Name];
}

/**
 * What a tool answers, as a text for a language model.
 * @throws InterlinearError; DOMException `AbortError`
 */
export async function toolAnswer(
  api: Pick<InterlinearApi, 'rewrite' | 'translate' | 'classify'>,
  name: ToolName,
  value: unknown,
  signal: AbortSignal,
): Promise<string> {
  switch (name) {
    case 'interlinear_rewrite': {
      const { text: source, instruction, format } = toolInput(name, value);
      const parameters = {
        texts: [source],
        instruction,
        workspaceTerms,
        ...(format !== undefined && { format }),
      };
      return described(await api.rewrite(parameters, { signal }));
    }
    case 'interlinear_translate': {
      const { text: source, target, format } = toolInput(name, value);
      const parameters = { texts: [source], target, workspaceTerms, ...(format !== undefined && { format }) };
      return described(await api.translate(parameters, { signal }));
    }
    case 'interlinear_classify': {
      const { text: source, labels } = toolInput(name, value);
      const [result] = await api.classify({ texts: [source], labels }, { signal });
      const scores = result?.scores ?? [];
      return JSON.stringify({
        label: result?.label,
        probabilities: Object.fromEntries(
          scores.map(({ label, probability }) => [label, Math.round(probability * 1000) / 1000]),
        ),
      });
    }
  }
}

/** Why a sentence of an answer may be the one of the text. */
const leaving: ReadonlySet<string | undefined> = new Set([
  'too-long',
  'protected-span-lost',
  'term-missing',
  'over-limit',
]);

/** The text; with a remark where sentences stayed as they were, so that a model does not take them for done. */
function described([result]: readonly RewrittenText[]): string {
  const left = result?.segments.filter(({ warning }) => leaving.has(warning));
  const remark = left && left.length > 0 ? `\n[Sentences left as they were: ${left.length}]` : '';
  return `${result?.output ?? ''}${remark}`;
}
