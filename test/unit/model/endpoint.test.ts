import assert from 'node:assert/strict';
import type { SecretStorage } from 'vscode';
import type { Configuration } from '../../../extension/editor/configuration.js';
import { Endpoints } from '../../../extension/model/endpoints.js';
import { EndpointTokens } from '../../../extension/model/endpointTokens.js';
import { settings } from '../../../extension/contributions/settings.js';

/** Settings and secrets that a test changes as it likes. */
function endpointsWith(values: Record<string, unknown>): { endpoints: Endpoints; tokens: EndpointTokens } {
  const secrets = new Map<string, string>();
  const storage = {
    get: (key: string) => Promise.resolve(secrets.get(key)),
    store: (key: string, value: string) => Promise.resolve(void secrets.set(key, value)),
    delete: (key: string) => Promise.resolve(void secrets.delete(key)),
  } as unknown as SecretStorage;
  const configuration = {
    get: (id: keyof typeof settings) => values[id] ?? settings[id].default,
  } as unknown as Configuration;
  const tokens = new EndpointTokens(storage);
  return { endpoints: new Endpoints(configuration, tokens), tokens };
}

const url = 'interlinear.endpoint.url';

describe('the server of the settings', () => {
  it('is none by default', async () => {
    const { endpoints } = endpointsWith({});
    assert.equal(endpoints.address, undefined);
    assert.equal(await endpoints.parameters(), undefined);
  });

  it('comes with all that a connection needs', async () => {
    const certificateFile = '/certificates/own.pem';
    const { endpoints, tokens } = endpointsWith({
      [url]: ' https://models.example.org/team/ ',
      'interlinear.endpoint.certificateFile': certificateFile,
      'interlinear.endpoint.timeoutSeconds': 9,
    });
    await tokens.store('https://models.example.org', 'a-token');
    assert.deepEqual(await endpoints.parameters(), {
      url: 'https://models.example.org/team',
      token: 'a-token',
      certificateFile,
      timeoutSeconds: 9,
      allowUnencrypted: false,
    });
  });

  it('gets the token of its own origin only', async () => {
    const values: Record<string, unknown> = { [url]: 'https://models.example.org' };
    const { endpoints, tokens } = endpointsWith(values);
    await tokens.store('https://models.example.org', 'a-token');
    for (const other of ['https://models.example.org:8443', 'https://example.org', 'http://localhost:1']) {
      values[url] = other;
      assert.equal((await endpoints.parameters())?.token, undefined, other);
    }
    values[url] = 'https://models.example.org/other/path';
    assert.equal((await endpoints.parameters())?.token, 'a-token');
    await tokens.remove('https://models.example.org');
    assert.equal((await endpoints.parameters())?.token, undefined);
  });

  it('has to be reached safely, unless the risk is taken', () => {
    const values: Record<string, unknown> = { [url]: 'http://models.example.org' };
    const { endpoints } = endpointsWith(values);
    assert.throws(() => endpoints.address, { problem: 'unencrypted' });
    values['interlinear.endpoint.allowUnencrypted'] = true;
    assert.equal(endpoints.address?.host, 'models.example.org');
  });

  it('stands back while this machine does the work of a command', async () => {
    const { endpoints } = endpointsWith({ [url]: 'https://models.example.org' });
    const seen = await endpoints.onThisMachine(() => Promise.resolve(endpoints.address));
    assert.equal(seen, undefined);
    // What a command asks for right after belongs to the same work.
    assert.equal(await endpoints.parameters(), undefined);
    assert.equal(endpoints.configured?.host, 'models.example.org');
    await assert.rejects(
      endpoints.onThisMachine(() => Promise.reject(new Error('no'))),
      /no/,
    );
  });

  it('is for machines to set, and never for a workspace', () => {
    for (const id of ['url', 'certificateFile', 'allowUnencrypted'] as const) {
      const { scope, restricted } = settings[`interlinear.endpoint.${id}`];
      assert.deepEqual([scope, restricted], ['machine', true], id);
    }
  });
});
