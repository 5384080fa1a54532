import * as z from 'zod';

import { EndpointError } from '../../core/protocol/endpointError.js';

const answerSchema = z.object({
  outputs: z.array(
    z.object({
      name: z.string(),
      datatype: z.string(),
      shape: z.array(z.number().int().nonnegative()),
      data: z.array(z.unknown()),
    }),
  ),
});

/** One tensor of an answer, row by row. */
export interface OutputTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/**
 * The tensors of an inference answer, checked: a server of another kind, or one in trouble, must not become nonsense in
 * a person's document.
 */
export class InferenceAnswer {
  private readonly outputs: ReadonlyMap<string, z.infer<typeof answerSchema>['outputs'][number]>;

  /** @throws EndpointError `answerInvalid` */
  public constructor(
    private readonly host: string,
    body: string,
  ) {
    const parsed = answerSchema.safeParse(parseJson(host, body));
    if (!parsed.success) {
      const { path = [], message = '' } = parsed.error.issues[0] ?? {};
      throw this.invalid(`${path.join('.') || 'the answer'}: ${message}`);
    }
    this.outputs = new Map(parsed.data.outputs.map((output) => [output.name, output]));
  }

  /** Whole numbers. @param shape for each dimension its size, or the least size where it is negative */
  public integers(name: string, shape: readonly number[]): OutputTensor {
    const tensor = this.tensor(name, 'INT64', shape);
    if (!tensor.data.every(Number.isSafeInteger)) throw this.invalid(`${name} holds what is no whole number`);
    return tensor;
  }

  /** Ids of the vocabulary, or -1 for none. See `integers`. */
  public ids(name: string, shape: readonly number[], vocabularySize: number): OutputTensor {
    const tensor = this.integers(name, shape);
    if (!tensor.data.every((id) => id >= -1 && id < vocabularySize))
      throw this.invalid(`${name} holds a token that does not exist`);
    return tensor;
  }

  /** Numbers that are finite, in float32's precision. See `integers`. */
  public floats(name: string, shape: readonly number[]): OutputTensor {
    const tensor = this.tensor(name, 'FP32', shape);
    if (!tensor.data.every(Number.isFinite)) throw this.invalid(`${name} holds what is no number`);
    return { shape: tensor.shape, data: tensor.data.map(Math.fround) };
  }

  private tensor(name: string, datatype: string, wanted: readonly number[]): OutputTensor {
    const output = this.outputs.get(name);
    if (!output) throw this.invalid(`it has no ${name}`);
    if (output.datatype !== datatype) throw this.invalid(`${name} is ${output.datatype}, not ${datatype}`);
    const { shape } = output;
    const fits = wanted.every((size, dimension) => {
      const given = shape[dimension] ?? -1;
      return size < 0 ? given >= -size : given === size;
    });
    if (shape.length !== wanted.length || !fits) {
      throw this.invalid(`${name} has the shape [${shape.join()}], not [${wanted.map(sizeText).join()}]`);
    }
    const data = output.data.flat(shape.length - 1) as number[];
    const count = shape.reduce((product, size) => product * size, 1);
    if (data.length !== count) throw this.invalid(`${name} has ${data.length} numbers, not ${count}`);
    return { shape, data };
  }

  /** An error that says what is wrong with this answer. */
  public invalid(what: string): EndpointError {
    return new EndpointError('answerInvalid', this.host, what);
  }
}

/** @throws EndpointError `answerInvalid` */
export function parseJson(host: string, body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    try {
      // Some servers write what is no number as Python does; it is found out for what it is where it is read.
      return JSON.parse(body.replace(/-?\b(?:NaN|Infinity)\b/g, 'null')) as unknown;
    } catch {
      throw new EndpointError('answerInvalid', host, 'it is not JSON');
    }
  }
}

function sizeText(size: number): string {
  return size < 0 ? `${-size} or more` : String(size);
}
