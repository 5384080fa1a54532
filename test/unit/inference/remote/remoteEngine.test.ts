import assert from 'node:assert/strict';

import { createRemoteEngine } from '../../../../extension/inference/remote/createRemoteEngine.js';
import type { RemoteEngine } from '../../../../extension/inference/remote/createRemoteEngine.js';
import { engineWith, mute } from '../support/fakeEngine.js';
import { type FakeModel, restlessModel } from '../support/fakeGraph.js';
import { ClientPackage } from './support/clientPackage.js';
import { LoopbackServer } from './support/loopbackServer.js';

const texts = [
  'Hello there. How are you? I am fine, thanks, and so is everybody else in this house.',
  'A `code` span, a [link](https://example.org) and more words.',
  'Nothing.',
  'One two three four five six seven eight nine ten eleven twelve thirteen.',
];

/** Fills gaps, too. */
const changes = {
  fillInstruction: 'Fill the gap.',
  defaults: { iterations: 4, lengthBeam: 3, stopConfidence: 1 },
};
const model: FakeModel = { ...restlessModel, ...(mute.score && { score: mute.score }) };

describe('an engine whose model runs on a server', () => {
  let folder: ClientPackage;
  let server: LoopbackServer;
  let remote: RemoteEngine;
  const { engine: local } = engineWith(model, changes);

  before(async () => {
    folder = new ClientPackage(changes);
    server = await new LoopbackServer(model, folder.manifest).listen();
    const endpoint = { url: server.url, token: 'a-token' };
    remote = await createRemoteEngine({ directory: folder.directory, endpoint });
  });
  beforeEach(() => {
    server.requests.length = 0;
  });
  after(async () => {
    await remote.dispose();
    await server.close();
    folder.remove();
  });

  const wishes = [
    {},
    { lengthBeam: 16 },
    { lengthBeam: 1, iterations: 1 },
    { targetLength: 7 },
    { lengthFactor: 0.7 },
    { lengthFactor: 1.4, lengthBeam: 2 },
    { lengthFactor: 0.8, lengthRelativeTo: 'text' as const },
    { alternatives: 4, confidence: true },
    { maximumCharacters: 40 },
    { keep: ['two', 'words'], glossary: [{ source: 'house', target: 'Haus' }] },
    { format: 'markdown' },
  ];
  for (const wish of wishes) {
    it(`rewrites as one on this machine does: ${JSON.stringify(wish)}`, async () => {
      for (const instruction of ['Fix.', 'Translate to German.']) {
        const parameters = { texts, instruction, ...wish };
        const expected = await local.rewrite(parameters);
        const answers = await remote.rewrite(parameters);
        const plain = (results: typeof answers): object[] =>
          results.map(({ milliseconds: _, ...rest }) => rest);
        assert.deepEqual(plain(answers), plain(expected));
      }
    });
  }

  it('classifies and fills gaps as one on this machine does', async () => {
    for (const labels of [
      ['good', 'bad'],
      ['x', 'good', 'a long label', 'bad'],
    ]) {
      const parameters = { texts: ['I like it.', 'No.'], labels };
      const [expected, answers] = [await local.classify(parameters), await remote.classify(parameters)];
      assert.deepEqual(
        answers.map(({ label, scores }) => ({ label, scores })),
        expected.map(({ label, scores }) => ({ label, scores })),
      );
    }
    const gap = { before: 'The weather is', phrase: '', after: 'today.', alternatives: 8 };
    assert.deepEqual((await remote.fill(gap)).wordings, (await local.fill(gap)).wordings);
  });

  it('sends one request for a batch, whatever the number of passes and lengths, with the token', async () => {
    await remote.rewrite({ texts: texts.slice(2), instruction: 'Fix.', iterations: 10, lengthBeam: 5 });
    assert.deepEqual(
      server.requests.map(({ path, authorization }) => [path, authorization]),
      [['/v2/models/tiny/infer', 'Bearer a-token']],
    );
  });

  it('cuts what is too much for one request into several', async () => {
    const many = Array.from(
      { length: 400 },
      (_, index) => `Sentence ${'abcdefghij'[index % 10]} ${'x'.repeat(index % 37)}.`,
    );
    const [answers, expected] = [
      await remote.rewrite({ texts: many, instruction: 'Fix.' }),
      await local.rewrite({ texts: many, instruction: 'Fix.' }),
    ];
    assert.deepEqual(
      answers.map(({ output }) => output),
      expected.map(({ output }) => output),
    );
    const sizes = server.inferences('tiny').map(({ body }) => {
      return (JSON.parse(body) as { inputs: { shape: number[] }[] }).inputs[0]!.shape;
    });
    assert.ok(sizes.length > 1);
    for (const [rows, tokens] of sizes) assert.ok(rows! <= 32 && tokens! % 16 === 0, `${rows} ${tokens}`);
  });

  it('tells the last pass once all have been run', async () => {
    const told: number[] = [];
    const parameters = { texts: ['Hello.'], instruction: 'Fix.' };
    await remote.rewrite(parameters, { onPass: ({ pass }) => told.push(pass) });
    assert.deepEqual(told, [4]);
  });

  it('refuses more passes than a server runs', async () => {
    const parameters = { texts: ['Hello.'], instruction: 'Fix.', iterations: 65 };
    await assert.rejects(remote.rewrite(parameters), { code: 'invalidArgument', message: /64/ });
  });

  it('says where the model runs', () => {
    const { device, endpoint, variant } = remote.info();
    assert.deepEqual([device, endpoint, variant], ['remote', `localhost:${server.port}`, 'float32']);
  });

  it('needs no more than the manifest and the tokenizer, which has to be the right one', async () => {
    const damaged = new ClientPackage({
      ...changes,
      files: [{ path: 'tokenizer.model', bytes: 3, sha256: 'ab'.repeat(32) }],
    });
    const endpoint = { url: server.url };
    await assert.rejects(createRemoteEngine({ directory: damaged.directory, endpoint }), {
      code: 'modelCorrupt',
    });
    damaged.remove();
  });
});
