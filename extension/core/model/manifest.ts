import * as z from 'zod';

/** One instruction the model was trained on, and the wordings that the product recognises as it. */
export const instructionSchema = z.object({
  /** Task identifier, e.g. `translate`, `fix`, `simplify`, `formal`, `informal`, `classify`. */
  task: z.string().min(1),
  /**
   * The exact wording the model was trained on. `{target}` stands for the English name of a target language
   * (a key of `languageNames`), `{labels}` for a comma-separated list of labels.
   */
  canonical: z.string().min(1),
  /** Wordings by interface language; `{target}` and `{source}` match any known name of a language. */
  patterns: z.record(z.string(), z.array(z.string().min(1))),
  /** Target languages (codes) where the task has one. */
  targets: z.array(z.string()).optional(),
  /** Identifier of the label set that answers this instruction, for classification. */
  labelSet: z.string().optional(),
});

const fileSchema = z.object({
  path: z.string().min(1),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const variantSchema = z.object({
  /** e.g. `cpu-int8`, `float32`, `gpu-fp16`. */
  id: z.string().min(1),
  /** Of the weights; `int4` and `q8` are multiplied in blocks, `int8` also quantises what goes through. */
  precision: z.enum(['float32', 'fp16', 'int8', 'q8', 'int4']),
  /** Execution providers that may run it, best first. */
  devices: z.array(z.enum(['cpu', 'cuda', 'webgpu', 'coreml', 'dml'])).min(1),
  /** Path of the step graph in the model folder. */
  graph: z.string().min(1),
});

/** How a text, or a draft, is revised; `models/decoding/revise.py` describes the arithmetic and these numbers. */
const revisionSchema = z.object({
  /** A token is worked on from this probability of the mask on. */
  threshold: z.number().gt(0).lt(1),
  /** Least score of what replaces a span, in nats. */
  acceptance: z.number(),
  /** Stands for the mean score of the tokens where a span is taken out. */
  deletion: z.number(),
  /** Weight of the log-probability of the whole target's length. */
  lengthWeight: z.number().min(0),
  /** Rounds of finding and mending, at most. */
  rounds: z.number().int().positive(),
  /** How many tokens fewer and more than a span's are tried in its place; 2 and 3 if absent. */
  shorter: z.number().int().nonnegative().optional(),
  longer: z.number().int().nonnegative().optional(),
});

/** How the model works on the draft of a translation; `models/decoding/drafting.py` describes the arithmetic. */
export const draftRevisionSchema = revisionSchema.extend({
  /** The revised draft counts if the model finds it more probable by so much, in nats. */
  margin: z.number(),
  /** So many lengths the model writes from nothing, to be compared with the draft; 0: none. */
  ownLengths: z.number().int().nonnegative(),
  /** The model's own answer counts if it finds it more probable than the draft by so much, in nats. */
  ownMargin: z.number(),
});

/**
 * `model.json`: everything that the engine, the command line, the benchmarks and the evaluation know about a
 * model. Unknown keys are refused, so that a spelling mistake is found and not ignored.
 */
export const manifestSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  version: z.string().min(1),
  name: z.string().min(1),
  description: z.string(),
  license: z.string().min(1),
  family: z.enum(['mini', 'minilm', 'xlm-roberta', 'xlm-roberta-xl']),
  architecture: z.object({
    layers: z.number().int().positive().max(1_024),
    hiddenSize: z.number().int().positive().max(65_536),
    heads: z.number().int().positive().max(1_024),
    headSize: z.number().int().positive().max(65_536),
    vocabularySize: z.number().int().positive().max(10_000_000),
    parameters: z.number().int().positive(),
  }),
  tokenizer: z.object({
    kind: z.literal('sentencepiece-unigram'),
    file: z.string().min(1),
    /** Added to every SentencePiece id (XLM-R: 1; mini: 0). */
    idOffset: z.number().int(),
    /** Unicode normal form applied before SentencePiece's own normaliser. */
    normalForm: z.enum(['NFC', 'none']),
  }),
  specialTokens: z.object({
    pad: z.number().int(),
    unknown: z.number().int(),
    separator: z.number().int(),
    mask: z.number().int(),
    length: z.number().int(),
    /** Copy-tokens for protected spans, in order; empty where the model has none. */
    copy: z.array(z.number().int()),
    /** Code point of the first copy-token's character (private use area) in the tokenizer's vocabulary. */
    copyCodePoint: z.number().int().optional(),
  }),
  /** How a source is laid out; see `models/README.md`. */
  layout: z.object({
    /** `text-first`: [LENGTH] text SEP instruction SEP. `instruction-first`: [LENGTH] instruction SEP text SEP. */
    source: z.enum(['text-first', 'instruction-first']),
    /** Position of the first source token (XLM-R: 2; mini: 0). */
    firstPosition: z.number().int().nonnegative(),
    /** `restart`: target token i has position firstPosition + 1 + i, as the i-th text token. `continue`: after the source. */
    targetPositions: z.enum(['restart', 'continue']),
  }),
  length: z.object({
    /** `text`: class c means (text tokens + minimum + c) target tokens. `none`: (minimum + c). */
    relativeTo: z.enum(['text', 'none']),
    minimum: z.number().int(),
    classes: z.number().int().positive().max(65_536),
  }),
  limits: z.object({
    sourceTokens: z.number().int().positive().max(65_536),
    targetTokens: z.number().int().positive().max(65_536),
  }),
  languages: z.array(z.string()).min(1),
  /** For each language code, its names by interface language, e.g. `de: {en: ['German'], fr: ['allemand']}`. */
  languageNames: z.record(z.string(), z.record(z.string(), z.array(z.string()).min(1))),
  instructions: z.array(instructionSchema).min(1),
  labelSets: z.array(
    z.object({
      id: z.string().min(1),
      labels: z.array(z.string().min(1)).min(2),
      languages: z.array(z.string()),
    }),
  ),
  /** Canonical wording for labels that belong to no known set; contains `{labels}`. */
  labelInstruction: z.string().includes('{labels}'),
  /** Canonical wording that asks for what a single mask in the text stands for; absent if the model never learnt it. */
  fillInstruction: z.string().min(1).optional(),
  /**
   * Tasks that start from the text itself: the model first says which tokens cannot stay, then predicts only those.
   * `models/decoding/revise.py` describes the arithmetic and these numbers.
   */
  revision: revisionSchema.extend({ tasks: z.array(z.string().min(1)).min(1) }).optional(),
  /**
   * Spelling that is corrected before a revision, by a lexicon and by what the model thinks of its suggestions.
   * `models/decoding/spelling.py` describes the arithmetic and these numbers, which are in nats.
   */
  spelling: z
    .object({
      /** File with known words. */
      lexicon: z.string().min(1),
      tasks: z.array(z.string().min(1)).min(1),
      margin: z.number(),
      knownMargin: z.number(),
      frequencyWeight: z.number(),
      accents: z.number(),
      ending: z.number(),
      capital: z.number(),
      confused: z.number(),
      repeated: z.number(),
    })
    .optional(),
  /**
   * First versions of translations, from phrase tables (docs/drafts-format.md). A model without them writes from
   * nothing.
   */
  drafts: z
    .object({
      /** File with vocabulary and language model, by language. */
      languages: z.record(z.string(), z.string().min(1)),
      /** File with the phrase pairs of two languages, by `a-b`, the codes in alphabetic order. */
      pairs: z.record(z.string().regex(/^[a-z]+-[a-z]+$/), z.string().min(1)),
      /** So many drafts are compared, at most. */
      best: z.number().int().positive(),
      /** Weight of the model's log-probability of a draft beside its score by the tables; 0: it is not asked. */
      modelWeight: z.number().min(0),
      /** Weight of the log-probability that no token of a draft is out of place; 0 if absent: it is not asked. */
      soundWeight: z.number().min(0).optional(),
      /** So many tokens are compared, at most: fewer drafts of a longer sentence. */
      judgedTokens: z.number().int().positive().optional(),
      /** How the model revises the best draft; `false` if it does not, `true` with usual settings. */
      revise: z.union([z.boolean(), draftRevisionSchema]),
    })
    .optional(),
  /**
   * Temperatures by which the scores of labels are divided before they become probabilities, fitted on development
   * sets; 1 where none is given. `models/evaluation/calibrate.py` fits them.
   */
  calibration: z
    .object({
      /** By identifier of a label set, asked for with its own instruction. */
      labelSets: z.record(z.string(), z.number().positive()),
      /** For other labels of one length in tokens, and of several lengths. */
      equalLengths: z.number().positive(),
      unequalLengths: z.number().positive(),
    })
    .optional(),
  /**
   * A question, and the float32 reference's answer to it, which every device must come close to before it is used: how
   * probable it holds each of `ids` in a target of as many masks (natural logarithms), and some logits of the length.
   * `models export` writes it; older models lack it.
   */
  selfTest: z
    .object({
      text: z.array(z.number().int()).min(1),
      instruction: z.array(z.number().int()).min(1),
      ids: z.array(z.number().int()).min(1),
      logProbabilities: z.array(z.number()).min(1),
      length: z
        .object({ classes: z.array(z.number().int().nonnegative()).min(1), logits: z.array(z.number()) })
        .optional(),
    })
    .refine(
      ({ ids, logProbabilities, length }) =>
        ids.length === logProbabilities.length && length?.classes.length === length?.logits.length,
      'not as many ids as numbers',
    )
    .optional(),
  defaults: z.object({
    iterations: z.number().int().positive(),
    lengthBeam: z.number().int().positive(),
    /** Stop early once a pass changes nothing and every token is at least this probable; 1 switches it off. */
    stopConfidence: z.number().min(0).max(1),
  }),
  /** Empty only in the package for the users of a server (`serving`). */
  variants: z.array(variantSchema),
  /** Under which name a server has this model, and the sha256 of the weights that it was made from. */
  serving: z.object({ model: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
  files: z.array(fileSchema).min(1),
  quality: z.array(
    z.object({
      task: z.string(),
      testSet: z.string(),
      size: z.number().int().positive(),
      metric: z.string(),
      value: z.number(),
      variant: z.string(),
      command: z.string(),
    }),
  ),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type Instruction = z.infer<typeof instructionSchema>;
export type Variant = z.infer<typeof variantSchema>;
export type DeviceName = Variant['devices'][number];
/** How the draft of a translation is revised. */
export type DraftRevision = z.infer<typeof draftRevisionSchema>;
