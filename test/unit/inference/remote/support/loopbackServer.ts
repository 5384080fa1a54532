import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

import type { Manifest } from '../../../../../extension/core/model/manifest.js';
import type { FakeModel } from '../../support/fakeGraph.js';
import { FakeServing, type SentTensor } from './fakeServing.js';

/** A request as the server saw it. */
export interface SeenRequest {
  readonly path: string;
  readonly method: string;
  readonly authorization: string | undefined;
  readonly body: string;
  readonly response: http.ServerResponse;
}

interface Metadata {
  name: string;
  versions: string[];
  inputs: { name: string; datatype: string; shape: number[] }[];
  outputs: { name: string; datatype: string; shape: number[] }[];
  parameters: Record<string, unknown>;
}

const tensors = (table: Readonly<Record<string, readonly [string, number]>>): Metadata['inputs'] =>
  Object.entries(table).map(([name, [datatype, rank]]) => {
    return { name, datatype, shape: new Array<number>(rank).fill(-1) };
  });
const source = { source: ['INT64', 2], source_tokens: ['INT64', 2], target_position: ['INT64', 2] } as const;

/** A server on this machine for a fake model; `fault` may answer in its place, and `change` alters its good answers. */
export class LoopbackServer {
  public readonly requests: SeenRequest[] = [];
  public connections = 0;
  /** @returns whether it has dealt with the request */
  public fault: (request: SeenRequest) => boolean = () => false;
  public change: (outputs: SentTensor[]) => unknown[] = (outputs) => outputs;
  public describe: (metadata: Metadata) => unknown = (metadata) => metadata;
  private readonly server: http.Server;
  private readonly serving: FakeServing;

  public constructor(
    model: FakeModel,
    private readonly manifest: Manifest,
    tls?: https.ServerOptions,
  ) {
    this.serving = new FakeServing(model, manifest);
    const handle = (request: http.IncomingMessage, response: http.ServerResponse): void =>
      void this.handle(request, response);
    this.server = tls ? https.createServer(tls, handle) : http.createServer(handle);
    this.server.on('connection', () => this.connections++);
  }

  public async listen(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  public get url(): string {
    return `${this.server instanceof https.Server ? 'https' : 'http'}://localhost:${this.port}`;
  }

  /** Ends the connections that clients keep open. */
  public hangUp(): void {
    this.server.closeIdleConnections();
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Requests of inference for a model. */
  public inferences(model: string): SeenRequest[] {
    return this.requests.filter(({ path }) => path === `/v2/models/${model}/infer`);
  }

  private async handle(incoming: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const { url: path = '', method = '', headers } = incoming;
    const body = Buffer.concat(parts).toString('utf8');
    const request = { path, method, authorization: headers.authorization, body, response };
    this.requests.push(request);
    if (this.fault(request)) return;
    const { id } = this.manifest;
    if (path === '/v2/health/ready') response.end('{}');
    else if (path === `/v2/models/${id}`) this.json(response, this.describe(this.metadata()));
    else if (path === `/v2/models/${id}-pass`) this.json(response, this.describe(this.passMetadata()));
    else if (path === `/v2/models/${id}/infer`) await this.infer(request, (one) => this.serving.decode(one));
    else if (path === `/v2/models/${id}-pass/infer`)
      await this.infer(request, (one) => this.serving.pass(one));
    else response.writeHead(404).end('{"error":"not found"}');
  }

  private async infer(
    { body, response }: SeenRequest,
    run: (inputs: SentTensor[]) => Promise<SentTensor[]>,
  ): Promise<void> {
    const asked = JSON.parse(body) as { inputs: SentTensor[]; outputs: { name: string }[] };
    const outputs = await run(asked.inputs);
    const names = asked.outputs.map(({ name }) => name);
    this.json(response, {
      model_name: this.manifest.id,
      outputs: this.change(outputs.filter(({ name }) => names.includes(name))),
    });
  }

  private metadata(): Metadata {
    const inputs = {
      ...source,
      text_tokens: ['INT64', 2],
      lengths: ['INT64', 2],
      length_factor: ['FP64', 2],
      pins: ['INT64', 3],
      iterations: ['INT64', 2],
      stop_confidence: ['FP64', 2],
    } as const;
    const outputs = {
      tokens: ['INT64', 3],
      log_probabilities: ['FP32', 3],
      lengths_used: ['INT64', 2],
      passes: ['INT64', 2],
      length_logits: ['FP32', 2],
    } as const;
    return this.common(this.manifest.id, tensors(inputs), tensors(outputs));
  }

  private passMetadata(): Metadata {
    const inputs = { ...source, target: ['INT64', 2], candidates: ['INT64', 3] } as const;
    const outputs = {
      best: ['INT64', 2],
      log_probabilities: ['FP32', 2],
      candidate_log_probabilities: ['FP32', 3],
      length_logits: ['FP32', 2],
    } as const;
    return this.common(`${this.manifest.id}-pass`, tensors(inputs), tensors(outputs));
  }

  private common(name: string, inputs: Metadata['inputs'], outputs: Metadata['outputs']): Metadata {
    const parameters = {
      'interlinear.version': this.manifest.version,
      'interlinear.sha256': this.manifest.serving?.sha256 ?? '',
      'interlinear.precision': 'float32',
    };
    return { name, versions: ['1'], inputs, outputs, parameters };
  }

  private json(response: http.ServerResponse, value: unknown): void {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
  }
}
