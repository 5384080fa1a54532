import { parseEndpointAddress } from '../../core/protocol/endpointAddress.js';
import { EndpointError } from '../../core/protocol/endpointError.js';
import type { Manifest, Variant } from '../../core/model/manifest.js';
import type { EndpointParameters } from '../../core/protocol/protocol.js';
import { type EngineParts, Engine } from '../engine.js';
import { DraftTables } from '../draft/draftTables.js';
import { openClientFolder } from '../modelFolder.js';
import { readLexicons } from '../readLexicons.js';
import { readTokenizer } from '../readTokenizer.js';
import { selfTest } from '../runtime/selfTest.js';
import type { StepGraph } from '../runtime/stepGraph.js';
import { coreTextPipeline } from '../rewrite/textPipeline.js';
import { HttpConnection } from './httpConnection.js';
import { OpenInferenceClient } from './openInferenceClient.js';
import { RemoteCandidates } from './remoteCandidates.js';
import { RemoteDecoder } from './remoteDecoder.js';
import { RemoteGraph } from './remoteGraph.js';
import { RemoteLengthBeam } from './remoteLengthBeam.js';
import { RequestScope } from './requestScope.js';
import { findServedModel } from './servedModel.js';
import { trustedCertificates } from './trustedCertificates.js';

/** An engine whose model runs on a server: to cancel a request of a person cancels what is asked of the server for it. */
export class RemoteEngine extends Engine {
  public constructor(
    parts: EngineParts,
    private readonly scope: RequestScope,
  ) {
    super(parts);
  }

  /** See `Engine.rewrite`; also throws EndpointError. */
  public override rewrite(...request: Parameters<Engine['rewrite']>): ReturnType<Engine['rewrite']> {
    return this.scope.run(request[1]?.signal, () => super.rewrite(...request));
  }

  /** See `Engine.classify`; also throws EndpointError. */
  public override classify(...request: Parameters<Engine['classify']>): ReturnType<Engine['classify']> {
    return this.scope.run(request[1]?.signal, () => super.classify(...request));
  }

  /** See `Engine.fill`; also throws EndpointError. */
  public override fill(...request: Parameters<Engine['fill']>): ReturnType<Engine['fill']> {
    return this.scope.run(request[1]?.signal, () => super.fill(...request));
  }
}

const defaultTimeoutSeconds = 60;
/** Of a server that does not say what its numbers are calculated with, the least is expected. */
const unknownPrecision: Variant['precision'] = 'int8';

export interface RemoteEngineOptions {
  /** Model folder with `model.json` and the tokenizer; graphs are not looked at. */
  readonly directory: string;
  readonly endpoint: EndpointParameters;
}

/**
 * An engine whose model runs on a server: everything but the numbers happens here.
 * @throws InterlinearError `modelNotFound`, `modelInvalid`, `modelCorrupt`; EndpointError for everything about the server
 */
export async function createRemoteEngine(options: RemoteEngineOptions): Promise<RemoteEngine> {
  const scope = new RequestScope();
  return new RemoteEngine(await loadRemoteModel(options, scope), scope);
}

/** The parts of `createRemoteEngine`, for those who look inside: parity tests. Throws as `createRemoteEngine`. */
export async function loadRemoteModel(
  { directory, endpoint }: RemoteEngineOptions,
  scope: RequestScope,
): Promise<EngineParts> {
  const started = performance.now();
  const folder = await openClientFolder(directory);
  const { manifest } = folder;
  const tokenizer = await readTokenizer(folder);
  const lexicons = await readLexicons(folder);
  const client = await connect(endpoint);
  try {
    const served = await findServedModel(client, manifest);
    const graph = new RemoteGraph(client, served.pass, manifest, scope);
    const labelGraph = graph.withLengths();
    await testAnswers(labelGraph, manifest, served.precision ?? unknownPrecision, client.host);
    const decoder = new RemoteDecoder(client, served.decode, manifest);
    const candidates = new RemoteCandidates(decoder);
    return {
      manifest,
      tokenizer,
      ...(lexicons && { lexicons }),
      ...(manifest.drafts && { drafts: new DraftTables(manifest.drafts, (file) => folder.path(file)) }),
      graph,
      labelGraph,
      text: coreTextPipeline,
      decoding: { candidates, lengthBeam: new RemoteLengthBeam(decoder, graph, candidates, manifest) },
      release: () => {
        client.dispose();
        return Promise.resolve();
      },
      model: {
        id: manifest.id,
        version: manifest.version,
        name: manifest.name,
        variant: served.precision ?? 'unknown',
        device: 'remote',
        endpoint: client.host,
        fallbacks: [],
        loadMilliseconds: performance.now() - started,
      },
    };
  } catch (error) {
    client.dispose();
    throw error;
  }
}

async function connect(endpoint: EndpointParameters): Promise<OpenInferenceClient> {
  const { url, token, certificateFile, timeoutSeconds = defaultTimeoutSeconds } = endpoint;
  const address = parseEndpointAddress(url, endpoint.allowUnencrypted ?? false);
  // What a header cannot hold would end up in an error's text.
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new EndpointError('tokenInvalid', address.host);
  }
  const certificates = await trustedCertificates(certificateFile);
  const timeoutMilliseconds = timeoutSeconds * 1_000;
  return new OpenInferenceClient(new HttpConnection(address, { token, certificates, timeoutMilliseconds }));
}

/** The test that every device has to pass, put to the server. */
async function testAnswers(
  graph: StepGraph,
  manifest: Manifest,
  precision: Variant['precision'],
  host: string,
): Promise<void> {
  try {
    await selfTest(graph, manifest, precision);
  } catch (error) {
    if (error instanceof EndpointError) throw error;
    throw new EndpointError('answerInvalid', host, error instanceof Error ? error.message : String(error));
  }
}
