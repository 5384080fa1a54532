/** The tools that we offer to language models in VS Code; package.json is generated from this table. */
export type ToolName = 'interlinear_rewrite' | 'interlinear_translate' | 'interlinear_classify';

export interface ToolDefinition {
  /** Keys of name and description for people, in package.nls.json: `<key>.name` and `<key>.description`. */
  readonly nls: string;
  /** How a person refers to it in a chat. */
  readonly reference: string;
  readonly icon: string;
  /** For the language model, hence English. */
  readonly modelDescription: string;
  /** JSON schema of the input. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

const text = {
  type: 'string',
  minLength: 1,
  description: 'The text, as it stands; it may have several lines.',
};
const format = {
  type: 'string',
  description:
    'VS Code language identifier of the text, e.g. markdown, html, json, python. What is not prose stays unchanged. Default: plaintext.',
};

export const languageModelTools: { readonly [Name in ToolName]: ToolDefinition } = {
  interlinear_rewrite: {
    nls: 'tool.rewrite',
    reference: 'interlinearRewrite',
    icon: '$(pencil)',
    modelDescription:
      'Rewrites a text as a short instruction says, with a small model on the user’s own machine: fix grammar and spelling, simplify, make formal, make informal. Code, links, tags and placeholders are kept. Returns the rewritten text only; changes no file. Use it for prose, not for writing new text or code.',
    inputSchema: {
      type: 'object',
      properties: {
        text,
        instruction: {
          type: 'string',
          minLength: 1,
          description: 'What to do, e.g. "fix grammar", "simplify", "make it formal".',
        },
        format,
      },
      required: ['text', 'instruction'],
    },
  },
  interlinear_translate: {
    nls: 'tool.translate',
    reference: 'interlinearTranslate',
    icon: '$(globe)',
    modelDescription:
      'Translates a text with a small model on the user’s own machine; nothing is sent anywhere. Code, links, tags and placeholders are kept. Returns the translation only; changes no file. An unknown language is answered with the list of those that it knows.',
    inputSchema: {
      type: 'object',
      properties: {
        text,
        target: {
          type: 'string',
          minLength: 2,
          description: 'Language to translate into: a code such as "de" or a name such as "German".',
        },
        format,
      },
      required: ['text', 'target'],
    },
  },
  interlinear_classify: {
    nls: 'tool.classify',
    reference: 'interlinearClassify',
    icon: '$(tag)',
    modelDescription:
      'Says which of the given labels suits a text best, with the probability of each, by a small model on the user’s own machine. Good for the language, sentiment, formality or topic of a sentence.',
    inputSchema: {
      type: 'object',
      properties: {
        text,
        labels: {
          type: 'array',
          minItems: 2,
          uniqueItems: true,
          items: { type: 'string', minLength: 1 },
          description: 'The labels to choose from, as single words or short phrases.',
        },
      },
      required: ['text', 'labels'],
    },
  },
};
