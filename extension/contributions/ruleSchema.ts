import type { JsonSchema } from './jsonSchema.js';

const texts = (description: string): JsonSchema => ({
  type: 'array',
  items: { type: 'string', minLength: 1 },
  markdownDescription: `%${description}%`,
});

/** JSON schema of one rule in `interlinear.rules`. What it means is in features/rules/rule.ts, which also checks it. */
export const ruleSchema: JsonSchema = {
  type: 'object',
  required: ['labelSet'],
  additionalProperties: false,
  properties: {
    labelSet: { type: 'string', minLength: 1, markdownDescription: '%rule.labelSet%' },
    warnOn: { ...texts('rule.warnOn'), minItems: 1 },
    expect: { ...texts('rule.expect'), minItems: 1 },
    atLeast: { type: 'number', minimum: 0, maximum: 1, default: 0.8, markdownDescription: '%rule.atLeast%' },
    message: { type: 'string', minLength: 1, markdownDescription: '%rule.message%' },
    show: {
      type: 'string',
      enum: ['error', 'warning', 'information', 'hint', 'codeLens'],
      default: 'information',
      markdownDescription: '%rule.show%',
    },
    languages: texts('rule.languages'),
    files: texts('rule.files'),
    parts: {
      type: 'array',
      items: { type: 'string', enum: ['prose', 'comment', 'string', 'subject'] },
      uniqueItems: true,
      markdownDescription: '%rule.parts%',
    },
    fix: texts('rule.fix'),
    startProcess: { type: 'boolean', default: false, markdownDescription: '%rule.startProcess%' },
  },
};

const words: JsonSchema = { type: 'array', minItems: 2, items: { type: 'string', minLength: 1 } };

/** JSON schema of one set in `interlinear.labelSets`: labels alone, or with their words by language. */
export const labelSetSchema: JsonSchema = {
  anyOf: [
    words,
    {
      type: 'object',
      required: ['labels'],
      additionalProperties: false,
      properties: {
        labels: {
          markdownDescription: '%labelSet.labels%',
          anyOf: [
            words,
            {
              type: 'object',
              minProperties: 2,
              additionalProperties: {
                type: 'object',
                additionalProperties: { type: 'string', minLength: 1 },
              },
            },
          ],
        },
        title: { type: 'string', minLength: 1, markdownDescription: '%labelSet.title%' },
        languages: { type: 'array', items: { type: 'string' }, markdownDescription: '%labelSet.languages%' },
      },
    },
  ],
};
