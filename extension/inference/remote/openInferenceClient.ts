import { EndpointError } from '../../core/protocol/endpointError.js';
import { answerFailure, type HttpAnswer } from './httpAnswer.js';
import type { HttpConnection } from './httpConnection.js';
import { InferenceAnswer, parseJson } from './inferenceAnswer.js';
import {
  configurationSchema,
  metadataSchema,
  type ModelMetadata,
  type ModelParameters,
} from './modelMetadata.js';
import { inferenceRequest, type InputTensor } from './tensors.js';

const isGood = ({ status }: HttpAnswer): boolean => status >= 200 && status < 300;

/** A server that speaks the Open Inference Protocol v2 over HTTP. */
export class OpenInferenceClient {
  public constructor(private readonly connection: HttpConnection) {}

  public get host(): string {
    return this.connection.host;
  }

  /** @throws EndpointError unless the server says that it is ready; `notReady` where it says that it is not */
  public async requireReady(signal?: AbortSignal): Promise<void> {
    const answer = await this.connection.send('/v2/health/ready', undefined, signal);
    if (isGood(answer)) return;
    const failure = this.failure(answer);
    if (['unauthorized', 'redirected'].includes(failure.problem)) throw failure;
    throw new EndpointError('notReady', this.host, String(answer.status));
  }

  /**
   * The names and types of a model's tensors.
   * @throws EndpointError `modelMissing`, `answerInvalid`, or of the connection
   */
  public async metadata(model: string, signal?: AbortSignal): Promise<ModelMetadata> {
    const answer = await this.connection.send(pathOf(model), undefined, signal);
    // Triton answers 400 for a name that it does not know.
    if (answer.status === 400) throw new EndpointError('modelMissing', this.host, model);
    if (!isGood(answer)) throw this.failure(answer, model);
    const parsed = metadataSchema.safeParse(parseJson(this.host, answer.body));
    if (parsed.success) return parsed.data;
    const { path = [], message = '' } = parsed.error.issues[0] ?? {};
    throw new EndpointError('answerInvalid', this.host, `${path.join('.') || 'metadata'}: ${message}`);
  }

  /** @throws EndpointError `notReady` where the server says that it has not loaded the model, or of the connection */
  public async requireModelReady(model: string, signal?: AbortSignal): Promise<void> {
    const answer = await this.connection.send(`${pathOf(model)}/ready`, undefined, signal);
    // A proxy that passes only what it has to answers 404.
    if (isGood(answer) || answer.status === 404) return;
    throw new EndpointError('notReady', this.host, `${model}, ${answer.status}`);
  }

  /** What Triton was told of a model beside its tensors; nothing where another server does not know the question. */
  public async configuration(model: string, signal?: AbortSignal): Promise<ModelParameters> {
    const answer = await this.connection.send(`${pathOf(model)}/config`, undefined, signal);
    if (!isGood(answer)) return {};
    const parsed = configurationSchema.safeParse(parseJson(this.host, answer.body));
    return parsed.data?.parameters ?? {};
  }

  /**
   * Runs a model.
   * @throws EndpointError `modelMissing`, `answerInvalid`, `refused`, `failed`, `overloaded`, or of the connection
   * @throws DOMException `AbortError`
   */
  public async infer(
    model: string,
    inputs: readonly InputTensor[],
    outputs: readonly string[],
    signal?: AbortSignal,
  ): Promise<InferenceAnswer> {
    const body = inferenceRequest(inputs, outputs);
    const answer = await this.connection.send(`${pathOf(model)}/infer`, body, signal);
    if (!isGood(answer)) throw this.failure(answer, model);
    return new InferenceAnswer(this.host, answer.body);
  }

  /** Closes the connections. */
  public dispose(): void {
    this.connection.dispose();
  }

  private failure(answer: HttpAnswer, model?: string): EndpointError {
    if (answer.status === 404 && model !== undefined)
      return new EndpointError('modelMissing', this.host, model);
    return answerFailure(this.host, answer, this.connection.token);
  }
}

function pathOf(model: string): string {
  return `/v2/models/${encodeURIComponent(model)}`;
}
