import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { productsSaturate } from '../../../../extension/inference/runtime/saturation.js';

describe('saturation of 8-bit products', () => {
  it('is found nowhere but on x64, and not where the processor has VNNI', async function () {
    const saturate = await productsSaturate();
    const flags = process.platform === 'linux' ? readFileSync('/proc/cpuinfo', 'utf8') : '';
    if (process.arch !== 'x64' || /\bavx(512)?_vnni\b/.test(flags)) assert.equal(saturate, false);
    else assert.equal(typeof saturate, 'boolean');
  });
});
