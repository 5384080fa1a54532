import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createRemoteEngine } from '../../../../extension/inference/remote/createRemoteEngine.js';
import { restlessModel } from '../support/fakeGraph.js';
import { ClientPackage } from './support/clientPackage.js';
import { LoopbackServer } from './support/loopbackServer.js';
import { SelfSigned } from './support/selfSigned.js';

describe('a server with a certificate of its own', () => {
  let folder: ClientPackage;
  let own: SelfSigned;
  let server: LoopbackServer;

  before(async () => {
    folder = new ClientPackage();
    own = new SelfSigned('localhost');
    server = await new LoopbackServer(restlessModel, folder.manifest, {
      key: own.key,
      cert: own.cert,
    }).listen();
  });
  after(async () => {
    await server.close();
    own.remove();
    folder.remove();
  });

  const load = (url: string, certificateFile?: string): ReturnType<typeof createRemoteEngine> => {
    const endpoint = { url, token: 'a-token', ...(certificateFile !== undefined && { certificateFile }) };
    return createRemoteEngine({ directory: folder.directory, endpoint });
  };

  it('is not trusted by itself, and hears no token', async () => {
    await assert.rejects(load(server.url), {
      problem: 'certificate',
      message: /SELF_SIGNED.*certificateFile/,
    });
    assert.equal(server.requests.length, 0);
  });

  it('is trusted where its certificate is named', async () => {
    const engine = await load(server.url, own.certificateFile);
    const [result] = await engine.rewrite({ texts: ['Hello.'], instruction: 'Fix.' });
    assert.ok(result!.tokens > 0);
    assert.ok(server.requests.every(({ authorization }) => authorization === 'Bearer a-token'));
    await engine.dispose();
  });

  it('has to be the one that the certificate is for', async () => {
    const url = server.url.replace('localhost', '127.0.0.1');
    await assert.rejects(load(url, own.certificateFile), { problem: 'certificate', message: /ALTNAME/ });
  });

  it('has to speak TLS where its address says so', async () => {
    const plain = await new LoopbackServer(restlessModel, folder.manifest).listen();
    await assert.rejects(load(plain.url.replace('http:', 'https:')), { problem: 'notTls' });
    await plain.close();
  });

  it('cannot be used with a certificate file that holds none', async () => {
    const file = join(folder.directory, 'not-a-certificate.pem');
    await assert.rejects(load(server.url, file), { problem: 'certificateFile', message: /ENOENT/ });
    for (const content of ['hello', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n']) {
      writeFileSync(file, content);
      await assert.rejects(load(server.url, file), { problem: 'certificateFile' });
    }
  });
});
