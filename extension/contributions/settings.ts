import type { JsonSchema } from './jsonSchema.js';
import { labelSetSchema, ruleSchema } from './ruleSchema.js';

/** The settings and the types of their values; package.json is generated from the table below. */
export interface SettingValues {
  'interlinear.iterations': number | null;
  'interlinear.lengthBeam': number | null;
  'interlinear.device': 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'coreml' | 'dml';
  'interlinear.model': string;
  'interlinear.review.mode': 'inline' | 'diffEditor' | 'off';
  'interlinear.review.oldText': boolean;
  'interlinear.review.keepOriginals': boolean;
  'interlinear.confidence.enabled': boolean;
  'interlinear.confidence.threshold': number;
  'interlinear.glossary': string;
  /** Read by `wordsToKeep()`, which checks it. */
  'interlinear.keep': readonly string[];
  /** Read by `MemoryFiles`, which checks it. */
  'interlinear.memory': readonly string[];
  /** Codes of languages; read by `CheckWatcher`, which checks it. */
  'interlinear.check.languages': readonly string[];
  /** Read by `Dictionary`, which checks it. */
  'interlinear.check.words': readonly string[];
  'interlinear.endpoint.url': string;
  'interlinear.endpoint.certificateFile': string;
  /** For one answer. */
  'interlinear.endpoint.timeoutSeconds': number;
  'interlinear.endpoint.allowUnencrypted': boolean;
  'interlinear.idleUnloadMinutes': number;
  'interlinear.memoryCeilingMegabytes': number;
  'interlinear.hover.enabled': boolean;
  'interlinear.hover.startProcess': boolean;
  'interlinear.hover.labelSets': readonly string[];
  /** Read by `labelSets()`, which checks it: anything can stand in a settings file. */
  'interlinear.labelSets': Readonly<Record<string, unknown>>;
  /** Name → instruction. */
  'interlinear.savedInstructions': Readonly<Record<string, string>>;
  /** Read by `parseRules()`, which checks it. */
  'interlinear.rules': Readonly<Record<string, unknown>>;
}

export type SettingId = keyof SettingValues;

export interface SettingDefinition<Value> {
  readonly type: string | readonly string[];
  readonly default: Value;
  /** Key of the description in package.nls.json; of enum values: `<description>.<value>`. */
  readonly description: string;
  /**
   * `machine` for what belongs to a computer and its files: such a value never comes from a workspace.
   * `language-overridable` for what may differ between, say, Markdown and the commit box.
   */
  readonly scope: 'machine' | 'resource' | 'language-overridable';
  readonly values?: readonly Extract<Value, string | number>[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** JSON schema of the elements of a list. */
  readonly items?: JsonSchema;
  /** JSON schema of the values of an object. */
  readonly additionalProperties?: JsonSchema;
  /** Not honoured in an untrusted workspace, wherever it was set. */
  readonly restricted?: boolean;
}

export const settings: { readonly [Id in SettingId]: SettingDefinition<SettingValues[Id]> } = {
  'interlinear.iterations': {
    type: ['integer', 'null'],
    default: null,
    minimum: 1,
    maximum: 20,
    description: 'setting.iterations',
    scope: 'language-overridable',
  },
  'interlinear.lengthBeam': {
    type: ['integer', 'null'],
    default: null,
    minimum: 1,
    maximum: 16,
    description: 'setting.lengthBeam',
    scope: 'language-overridable',
  },
  'interlinear.review.mode': {
    type: 'string',
    default: 'inline',
    values: ['inline', 'diffEditor', 'off'],
    description: 'setting.review.mode',
    scope: 'language-overridable',
  },
  'interlinear.review.oldText': {
    type: 'boolean',
    default: true,
    description: 'setting.review.oldText',
    scope: 'language-overridable',
  },
  'interlinear.review.keepOriginals': {
    type: 'boolean',
    default: true,
    description: 'setting.review.keepOriginals',
    scope: 'resource',
  },
  'interlinear.confidence.enabled': {
    type: 'boolean',
    default: false,
    description: 'setting.confidence.enabled',
    scope: 'language-overridable',
  },
  'interlinear.confidence.threshold': {
    type: 'number',
    default: 0.5,
    minimum: 0,
    maximum: 1,
    description: 'setting.confidence.threshold',
    scope: 'language-overridable',
  },
  'interlinear.glossary': {
    type: 'string',
    default: '',
    description: 'setting.glossary',
    scope: 'resource',
    restricted: true,
  },
  'interlinear.keep': {
    type: 'array',
    default: [],
    items: { type: 'string' },
    description: 'setting.keep',
    scope: 'resource',
  },
  'interlinear.memory': {
    type: 'array',
    default: ['workspace'],
    items: { type: 'string' },
    description: 'setting.memory',
    scope: 'resource',
    restricted: true,
  },
  'interlinear.check.languages': {
    type: 'array',
    default: [],
    items: { type: 'string', enum: ['en', 'de', 'fr', 'es'] },
    description: 'setting.checkLanguages',
    scope: 'language-overridable',
  },
  'interlinear.check.words': {
    type: 'array',
    default: [],
    items: { type: 'string' },
    description: 'setting.checkWords',
    scope: 'resource',
  },
  'interlinear.device': {
    type: 'string',
    default: 'auto',
    values: ['auto', 'cpu', 'webgpu', 'cuda', 'coreml', 'dml'],
    description: 'setting.device',
    scope: 'machine',
  },
  'interlinear.model': {
    type: 'string',
    default: '',
    description: 'setting.model',
    scope: 'machine',
    restricted: true,
  },
  'interlinear.endpoint.url': {
    type: 'string',
    default: '',
    description: 'setting.endpoint.url',
    scope: 'machine',
    restricted: true,
  },
  'interlinear.endpoint.certificateFile': {
    type: 'string',
    default: '',
    description: 'setting.endpoint.certificateFile',
    scope: 'machine',
    restricted: true,
  },
  'interlinear.endpoint.timeoutSeconds': {
    type: 'number',
    default: 60,
    minimum: 1,
    maximum: 3600,
    description: 'setting.endpoint.timeoutSeconds',
    scope: 'machine',
  },
  'interlinear.endpoint.allowUnencrypted': {
    type: 'boolean',
    default: false,
    description: 'setting.endpoint.allowUnencrypted',
    scope: 'machine',
    restricted: true,
  },
  'interlinear.idleUnloadMinutes': {
    type: 'number',
    default: 10,
    minimum: 0,
    maximum: 1440,
    description: 'setting.idleUnloadMinutes',
    scope: 'machine',
  },
  'interlinear.memoryCeilingMegabytes': {
    type: 'integer',
    default: 0,
    minimum: 0,
    description: 'setting.memoryCeilingMegabytes',
    scope: 'machine',
  },
  'interlinear.hover.enabled': {
    type: 'boolean',
    default: true,
    description: 'setting.hover.enabled',
    scope: 'language-overridable',
  },
  'interlinear.hover.startProcess': {
    type: 'boolean',
    default: false,
    description: 'setting.hover.startProcess',
    scope: 'language-overridable',
    restricted: true,
  },
  'interlinear.hover.labelSets': {
    type: 'array',
    default: ['language', 'sentiment', 'formality', 'topic'],
    items: { type: 'string' },
    description: 'setting.hover.labelSets',
    scope: 'language-overridable',
  },
  'interlinear.labelSets': {
    type: 'object',
    default: {},
    additionalProperties: labelSetSchema,
    description: 'setting.labelSets',
    scope: 'language-overridable',
  },
  'interlinear.savedInstructions': {
    type: 'object',
    default: {},
    additionalProperties: { type: 'string', minLength: 1 },
    description: 'setting.savedInstructions',
    scope: 'language-overridable',
  },
  'interlinear.rules': {
    type: 'object',
    default: {},
    additionalProperties: ruleSchema,
    description: 'setting.rules',
    scope: 'language-overridable',
    restricted: true,
  },
};
