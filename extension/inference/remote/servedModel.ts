import { EndpointError } from '../../core/protocol/endpointError.js';
import { type Manifest, manifestSchema, type Variant } from '../../core/model/manifest.js';
import type { ModelMetadata, ModelParameters } from './modelMetadata.js';
import type { OpenInferenceClient } from './openInferenceClient.js';

/** What must fit together on both sides: tensor name → type and number of dimensions. */
type Tensors = Readonly<Record<string, readonly [datatype: string, dimensions: number]>>;

const sourceInputs: Tensors = {
  source: ['INT64', 2],
  source_tokens: ['INT64', 2],
  target_position: ['INT64', 2],
};

const decodeInputs: Tensors = {
  ...sourceInputs,
  text_tokens: ['INT64', 2],
  lengths: ['INT64', 2],
  length_factor: ['FP64', 2],
  pins: ['INT64', 3],
  iterations: ['INT64', 2],
  stop_confidence: ['FP64', 2],
};

const decodeOutputs: Tensors = {
  tokens: ['INT64', 3],
  log_probabilities: ['FP32', 3],
  lengths_used: ['INT64', 2],
  passes: ['INT64', 2],
  length_logits: ['FP32', 2],
};

const passInputs: Tensors = { ...sourceInputs, target: ['INT64', 2], candidates: ['INT64', 3] };

const passOutputs: Tensors = {
  best: ['INT64', 2],
  log_probabilities: ['FP32', 2],
  candidate_log_probabilities: ['FP32', 3],
  length_logits: ['FP32', 2],
};

const precisionSchema = manifestSchema.shape.variants.element.shape.precision;

/** A model as a server has it: the names of its two graphs, and what its numbers are calculated with. */
export interface ServedModel {
  /** The whole decode as one graph. */
  readonly decode: string;
  /** One pass. */
  readonly pass: string;
  /** Undefined where the server does not say. */
  readonly precision: Variant['precision'] | undefined;
}

type Local = Pick<Manifest, 'id' | 'version' | 'revision' | 'serving' | 'files'>;

/**
 * Finds the model of a manifest on a server, and compares all that can be compared.
 * @throws EndpointError `notReady`, `modelMissing`, `tensorsDiffer`, `versionDiffers`, `weightsDiffer`, or of the connection
 */
export async function findServedModel(client: OpenInferenceClient, manifest: Local): Promise<ServedModel> {
  await client.requireReady();
  const decode = manifest.serving?.model ?? manifest.id;
  const pass = `${decode}-pass`;
  const [whole, one] = await Promise.all([client.metadata(decode), client.metadata(pass)]);
  // A server may be ready before its models are.
  await Promise.all([client.requireModelReady(decode), client.requireModelReady(pass)]);
  const check = (metadata: ModelMetadata, inputs: Tensors, outputs: Tensors): void => {
    const { name } = metadata;
    const missing = difference(metadata.inputs, inputs, true) ?? difference(metadata.outputs, outputs, false);
    if (missing !== undefined) throw new EndpointError('tensorsDiffer', client.host, name, missing);
  };
  check(whole, decodeInputs, decodeOutputs);
  check(one, passInputs, manifest.revision ? { ...passOutputs, mask_log_odds: ['FP32', 2] } : passOutputs);
  let precision: string | undefined;
  for (const metadata of [whole, one]) {
    const stated = await statedBy(client, metadata);
    compare(client.host, manifest, stated);
    precision ??= stated['interlinear.precision'];
  }
  return { decode, pass, precision: precisionSchema.safeParse(precision).data };
}

/** What the server says of where the model comes from. */
async function statedBy(
  client: OpenInferenceClient,
  { name, parameters }: ModelMetadata,
): Promise<ModelParameters> {
  return parameters?.['interlinear.version'] === undefined ? client.configuration(name) : parameters;
}

function compare(host: string, manifest: Local, stated: ModelParameters): void {
  const version = stated['interlinear.version'];
  if (version !== undefined && version !== manifest.version) {
    throw new EndpointError('versionDiffers', host, manifest.id, version, manifest.version);
  }
  const weights = manifest.files.find(({ path }) => path === 'weights.safetensors');
  const expected = manifest.serving?.sha256 ?? weights?.sha256;
  const sha256 = stated['interlinear.sha256'];
  if (expected !== undefined && sha256 !== undefined && sha256 !== expected) {
    throw new EndpointError('weightsDiffer', host, manifest.id);
  }
}

/** In words, the first thing that does not fit; what the server has beside is fine for outputs only. */
function difference(given: ModelMetadata['inputs'], wanted: Tensors, complete: boolean): string | undefined {
  for (const [name, [datatype, dimensions]] of Object.entries(wanted)) {
    const tensor = given.find((one) => one.name === name);
    if (!tensor) return `it has no tensor ${name}`;
    if (tensor.datatype !== datatype) return `${name} is ${tensor.datatype}, not ${datatype}`;
    if (tensor.shape && tensor.shape.length !== dimensions)
      return `${name} has ${tensor.shape.length} dimensions, not ${dimensions}`;
  }
  const unknown = given.find(({ name }) => !Object.hasOwn(wanted, name));
  return complete && unknown ? `it asks for a tensor ${unknown.name}` : undefined;
}
