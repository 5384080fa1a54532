import assert from 'node:assert/strict';
import {
  issueReport,
  publicSettings,
  type IssueFacts,
} from '../../../extension/features/status/issueReport.js';

const facts: IssueFacts = {
  extension: 'interlinear.interlinear 0.1.0',
  editor: 'Editor 1.104.0 (en)',
  system: 'linux 6.1 x64',
  remote: ', remote: wsl',
  processorCount: 8,
  memoryMegabytes: 16_000,
  model: 'mini 0.1.0',
  phase: 'ready',
  process: {
    protocolVersion: 2,
    processId: 1,
    model: {
      id: 'mini',
      version: '0.1.0',
      name: 'Mini',
      variant: 'cpu-int8',
      device: 'cpu',
      fallbacks: [{ device: 'webgpu', reason: 'no driver in /home/somebody/lib/x.so' }],
      loadMilliseconds: 1,
    },
    residentBytes: 200 * 2 ** 20,
    requests: 7,
    lastMilliseconds: 12,
  },
  lastMilliseconds: 41.6,
  settings: { 'interlinear.device': 'cpu' },
  errors: [
    { time: new Date(0), name: 'interlinear.translate', code: 'processHung', frames: [] },
    { time: new Date(1), name: 'x', code: 'TypeError', frames: ['at f (extension.js:1:2)'] },
  ],
};

describe('the text of an issue', () => {
  it('has versions, device, memory, settings and errors', () => {
    const text = issueReport(facts);
    for (const part of [
      ...['0.1.0', '1.104.0', 'linux 6.1 x64', '8 processors', 'remote: wsl', 'cpu (cpu-int8)'],
      ...[
        '200 MB after 7 requests',
        '42 ms',
        '`interlinear.device`: "cpu"',
        'interlinear.translate: processHung',
      ],
      ...['TypeError', 'at f (extension.js:1:2)', 'Not on webgpu: no driver in …/x.so'],
    ]) {
      assert.ok(text.includes(part), part);
    }
    assert.ok(!text.includes('somebody'));
  });

  it('says so where there is nothing', () => {
    const text = issueReport({ ...facts, process: null, settings: {}, errors: [], lastMilliseconds: null });
    assert.equal(text.match(/^none$/gm)?.length, 2);
    assert.ok(!text.includes('Memory'));
  });

  it('names what a person wrote into the settings, but does not quote it', () => {
    const changed = {
      device: 'cpu',
      iterations: 3,
      enabled: false,
      beam: null,
      model: '/home/somebody/model',
      sets: { urgency: ['now', 'later'] },
    };
    const words = (id: string): readonly unknown[] => (id === 'device' ? ['auto', 'cpu'] : []);
    assert.deepEqual(publicSettings(changed, words), {
      device: 'cpu',
      iterations: 3,
      enabled: false,
      beam: null,
      model: '(set)',
      sets: '(set)',
    });
  });
});
