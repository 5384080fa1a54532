import assert from 'node:assert/strict';
import fc from 'fast-check';

import { TermFinder } from '../../../../extension/core/glossary/termFinder.js';
import type { GlossaryTerm } from '../../../../extension/core/protocol/protocol.js';

const term = (source: string, target = source.toUpperCase(), caseSensitive?: boolean): GlossaryTerm => ({
  source,
  target,
  ...(caseSensitive !== undefined && { caseSensitive }),
});
const found = (text: string, glossary: readonly GlossaryTerm[], keep: readonly string[] = []): string[] =>
  new TermFinder(glossary, keep).find(text, []).map(({ start, end, target }) => {
    return `${text.slice(start, end)}→${target}`;
  });

describe('terms in a text', () => {
  it('are whole words, in any letter case', () => {
    const glossary = [term('branch')];
    assert.deepEqual(found('Branch and the BRANCH.', glossary), ['Branch→BRANCH', 'BRANCH→BRANCH']);
    assert.deepEqual(found('sub_branch branch2 branché', glossary), []);
    assert.deepEqual(found('feature-branch (branch)', glossary), ['branch→BRANCH', 'branch→BRANCH']);
  });

  it('may stand in the plural, unless that has a translation of its own', () => {
    const glossary = [term('branch'), term('Access policy', 'Richtlinie'), term('it', 'es')];
    assert.deepEqual(found('Branches; access policies; its', glossary), [
      'Branches→BRANCH',
      'access policies→Richtlinie',
    ]);
    assert.deepEqual(found('Branches', [...glossary, term('branches', 'Zweige')]), ['Branches→Zweige']);
    assert.deepEqual(found('Branches', [term('Branch', 'Zweig', true)]), []);
    assert.deepEqual(found('branches', [], ['branch']), ['branches→branches']);
  });

  it('may be very many', () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `shared term ${index.toString(36)} value`);
    const started = performance.now();
    const finder = new TermFinder(names.map((name) => term(name, name.toUpperCase())));
    const built = performance.now();
    const sentence = 'Here is the shared term abc value, and then the shared term zzz value as well.';
    const terms = finder.find(sentence, []);
    const searched = performance.now();
    assert.deepEqual(
      terms.map(({ target }) => target),
      ['SHARED TERM ABC VALUE', 'SHARED TERM ZZZ VALUE'],
    );
    // One term after the other took seconds; a busy machine is given many times what it needs.
    assert.ok(built - started < 20_000, `built in ${built - started} ms`);
    assert.ok(searched - built < 2_000, `searched in ${searched - built} ms`);
  });

  it('count only as they are spelled where that is asked for', () => {
    assert.deepEqual(found('It and IT', [term('IT', 'Informatik', true)]), ['IT→Informatik']);
    const both = [term('it', 'es'), term('IT', 'Informatik', true)];
    assert.deepEqual(found('it and IT', both), ['it→es', 'IT→Informatik']);
  });

  it('are the longest that fit', () => {
    const glossary = [term('pull'), term('pull request', 'PR'), term('request a review')];
    assert.deepEqual(found('Pull request a review', glossary), [
      'Pull→PULL',
      'request a review→REQUEST A REVIEW',
    ]);
    assert.deepEqual(found('the pull request', glossary), ['pull request→PR']);
  });

  it('need no spaces around in scripts that have none', () => {
    assert.deepEqual(found('请打开设置菜单。', [term('设置', 'settings')]), ['设置→settings']);
    assert.deepEqual(found('使用API接口', [term('API')]), ['API→API']);
    assert.deepEqual(found('使用APIs接口', [term('API')]), []);
  });

  it('may have other white space and other composition', () => {
    assert.deepEqual(found('a pull\u00a0 request', [term('pull request', 'PR')]), ['pull\u00a0 request→PR']);
    assert.deepEqual(found('le cafe\u0301', [term('caf\u00e9', 'coffee')]), ['cafe\u0301→coffee']);
  });

  it('may have any characters', () => {
    assert.deepEqual(found('C++ or C#? (.NET)', [term('C++', 'cpp'), term('.NET', 'net'), term('C', 'c')]), [
      'C++→cpp',
      'C→c',
      '.NET→net',
    ]);
  });

  it('are kept as they stand where asked for, whatever the glossary says', () => {
    assert.deepEqual(found('Interlinear and Git', [term('git')], ['interlinear', 'Git']), [
      'Interlinear→Interlinear',
      'Git→Git',
    ]);
  });

  it('are not looked for in what is taken', () => {
    const finder = new TermFinder([term('a')]);
    assert.deepEqual(
      finder.find('a b a', [{ start: 0, end: 2 }]).map(({ start }) => start),
      [4],
    );
  });

  it('are disjoint and in order, whatever the terms are', () => {
    const words = fc.stringMatching(/^[ab语言]{1,3}( [ab]{1,2})?$/);
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 5 }),
        fc.stringMatching(/^[ab语言 .]{0,30}$/),
        (sources, text) => {
          const terms = new TermFinder(sources.map((source) => term(source, 'x'))).find(text, []);
          terms.forEach(({ start, end }, index) => {
            assert.ok(start < end && start >= (terms[index - 1]?.end ?? 0));
            assert.ok(sources.includes(text.slice(start, end).replaceAll(/ +/g, ' ')));
          });
        },
      ),
    );
  });
});
