import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SampleModel } from './sampleModel.js';

export interface Asked {
  readonly path: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

/** Answers in the server's stead. @returns false to let the server answer as it should */
export type Behaviour = (request: Asked, response: ServerResponse, content: Buffer) => boolean;

/** A web server on this machine that serves a model folder, with Range and ETag, or misbehaves as a test says. */
export class ModelServer {
  public readonly asked: Asked[] = [];
  public behave: Behaviour = () => false;
  public tag = '"first"';
  readonly #server: Server;

  private constructor(private model: SampleModel) {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  public static async start(model: SampleModel): Promise<ModelServer> {
    const server = new ModelServer(model);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/models/tiny/`;
  }

  /** Serves another version under the same address from now on. */
  public replace(model: SampleModel): void {
    this.model = model;
  }

  /** Requests for this file of the model. */
  public requestsFor(path: string): Asked[] {
    return this.asked.filter((request) => request.path === path);
  }

  public async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent((request.url ?? '').replace('/models/tiny/', '').replace(/\?.*/, ''));
    const asked = { path, range: request.headers.range, ifRange: request.headers['if-range'] as string };
    this.asked.push(asked);
    const content = path === 'model.json' ? Buffer.from(this.model.text) : this.model.contents.get(path);
    if (this.behave(asked, response, content ?? Buffer.alloc(0))) return;
    if (content === undefined) response.writeHead(404).end('no such file');
    else this.serve(asked, response, content);
  }

  /** As a good server does. */
  public serve({ range, ifRange }: Asked, response: ServerResponse, content: Buffer): void {
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    const partial = range !== undefined && (ifRange === undefined || ifRange === this.tag);
    if (partial && start >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
      return;
    }
    const body = partial ? content.subarray(start) : content;
    response.writeHead(partial ? 206 : 200, {
      etag: this.tag,
      'content-length': body.length,
      ...(partial && { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }),
    });
    response.end(body);
  }
}

/** Sends the beginning of an answer, then cuts the connection. */
export function cutAfter(bytes: number, response: ServerResponse, body: Buffer): void {
  response.write(body.subarray(0, bytes), () => {
    // Once it is on its way, which the callback does not say.
    setTimeout(() => response.destroy(), 20);
  });
}
