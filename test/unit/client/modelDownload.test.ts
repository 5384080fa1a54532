import { strict as assert } from 'node:assert';
import { InstallBench } from './support/installBench.js';
import { cutAfter } from './support/modelServer.js';
import { SampleModel } from './support/sampleModel.js';

const graph = 'graphs/model.int8.onnx';

describe('the download of a model', () => {
  let bench: InstallBench;
  beforeEach(async () => (bench = await InstallBench.create()));
  afterEach(() => bench.close());

  it('is installed, with progress, and a second time costs no download', async () => {
    const seen: number[] = [];
    const installer = bench.installer();
    const total = 305_000;
    const { signal } = new AbortController();
    const installed = await installer.fromUrl(`${bench.server.url}model.json?token=a#b`, {
      signal,
      onProgress: (progress) => {
        assert.equal(progress.total, total);
        assert.equal(progress.stage, 'downloading');
        seen.push(progress.done);
      },
    });
    assert.deepEqual([installed.name, installed.unchanged], ['tiny@1.0.0', false]);
    assert.equal(seen.at(-1), total);
    assert.deepEqual(
      seen,
      [...seen].sort((a, b) => a - b),
    );
    await bench.assertInstalled();
    const requests = bench.server.asked.length;
    assert.equal((await bench.install()).unchanged, true);
    assert.equal(bench.server.asked.length, requests + 1, 'only model.json');
  });

  it('survives connections that break, and goes on where they did', async () => {
    let connections = 0;
    bench.server.behave = ({ path, range }, response, content) => {
      if (path !== graph || ++connections > 4) return false;
      const start = Number(/\d+/.exec(range ?? '0')?.[0]);
      const body = content.subarray(start);
      response.writeHead(range === undefined ? 200 : 206, {
        etag: bench.server.tag,
        'content-length': body.length,
        ...(range && {
          'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
        }),
      });
      cutAfter(50_000, response, body);
      return true;
    };
    await bench.install();
    await bench.assertInstalled();
    const starts = bench.server.requestsFor(graph).map(({ range }) => Number(/\d+/.exec(range ?? '0')?.[0]));
    assert.equal(starts.length, 5);
    assert.ok(
      starts.every((start, index) => index === 0 || start >= starts[index - 1]!),
      starts.join(),
    );
    assert.ok(starts.at(-1)! >= 50_000, 'what had come is kept');
    assert.equal(bench.server.requestsFor(graph).at(-1)?.ifRange, '"first"');
  });

  it('gives up a connection that stalls, and goes on with another', async () => {
    let stalled = false;
    bench.server.behave = ({ path }, response, content) => {
      if (path !== graph || stalled) return false;
      stalled = true;
      response.writeHead(200, { etag: bench.server.tag, 'content-length': content.length });
      response.write(content.subarray(0, 1_000));
      return true;
    };
    await bench.install();
    await bench.assertInstalled();
    assert.equal(bench.server.requestsFor(graph)[1]?.range, 'bytes=1000-');
  });

  it('says so when a server answers nothing at all', async () => {
    bench.server.behave = () => true;
    await bench.fails(bench.install(), 'installFailed', /nothing came for too long/);
  });

  it('starts again with a server that ignores Range', async () => {
    let first = true;
    bench.server.behave = ({ path }, response, content) => {
      if (path !== graph) return false;
      response.writeHead(200, { 'content-length': content.length });
      if (first) cutAfter(100_000, response, content);
      else response.end(content);
      first = false;
      return true;
    };
    await bench.install();
    await bench.assertInstalled();
  });

  it('starts again when a part that it resumes belongs to another version', async () => {
    let first = true;
    bench.server.behave = ({ path, range }, response, content) => {
      if (path !== graph) return false;
      if (first) {
        first = false;
        response.writeHead(200, { etag: '"old"', 'content-length': content.length });
        cutAfter(100_000, response, Buffer.alloc(content.length, 1));
        return true;
      }
      if (range === undefined) return false;
      // Ignores If-Range, as some do.
      const start = Number(/\d+/.exec(range)?.[0]);
      response.writeHead(206, {
        etag: '"new"',
        'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
      });
      response.end(content.subarray(start));
      return true;
    };
    await bench.install();
    await bench.assertInstalled();
    assert.deepEqual(
      bench.server.requestsFor(graph).map(({ range }) => range),
      [undefined, 'bytes=100000-', undefined],
    );
  });

  it('starts again when pieces of a server without ETag do not fit together', async () => {
    let first = true;
    bench.server.behave = ({ path, range }, response, content) => {
      if (path !== graph) return false;
      if (first) {
        first = false;
        response.writeHead(200, { 'content-length': content.length });
        cutAfter(100_000, response, Buffer.alloc(content.length, 1));
      } else if (range !== undefined) {
        const start = Number(/\d+/.exec(range)?.[0]);
        response
          .writeHead(206, { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` })
          .end(content.subarray(start));
      } else response.end(content);
      return true;
    };
    await bench.install();
    await bench.assertInstalled();
  });

  it('stops at once when cancelled, and goes on later from there', async () => {
    const abort = new AbortController();
    const { behave } = bench.server;
    bench.server.behave = ({ path }, response, content) => {
      if (path !== graph) return false;
      response.writeHead(200, { etag: bench.server.tag, 'content-length': content.length });
      response.write(content.subarray(0, 120_000));
      setTimeout(() => abort.abort(), 50);
      return true;
    };
    await assert.rejects(bench.install({}, abort.signal), { name: 'AbortError' });
    await bench.assertNothing();
    bench.server.behave = behave;
    const before = bench.server.requestsFor('tokenizer.model').length;
    await bench.install();
    await bench.assertInstalled();
    assert.equal(bench.server.requestsFor(graph).at(-1)?.range, 'bytes=120000-');
    assert.equal(bench.server.requestsFor('tokenizer.model').length, before, 'finished files are kept');
  });

  it('is replaced by the same version with other files, whole', async () => {
    await bench.install();
    bench.model = new SampleModel();
    bench.server.replace(bench.model);
    bench.server.tag = '"second"';
    assert.equal((await bench.install()).unchanged, false);
    await bench.assertInstalled();
  });
});
