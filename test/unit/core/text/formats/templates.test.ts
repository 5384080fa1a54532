import { strict as assert } from 'node:assert';
import { shouted } from './shouted.js';

describe('templates, attributes and pipelines', () => {
  const cases: readonly (readonly [format: string, text: string, expected: string])[] = [
    [
      'svelte',
      `<a on:click={() => open('the file')}>Open it</a>\n{#if a > b}\n<p>Hello {name ?? 'you'}.</p>\n{/if}\n`,
      `<a on:click={() => open('the file')}>OPEN IT</a>\n{#if a > b}\n<p>HELLO {name ?? 'you'}.</p>\n{/if}\n`,
    ],
    [
      'blade',
      `@extends('layouts.app')\n@if($a > 1)\n<p>Hello {!! $text !!} here.</p>\n@endif\n`,
      `@extends('layouts.app')\n@if($a > 1)\n<p>HELLO {!! $text !!} HERE.</p>\n@endif\n`,
    ],
    [
      'razor',
      `@model Page\n<p>Hello @Model.Name, @(a + 1) letters.</p>\n@if (open) { var b = c; <p>It is open.</p> }\n`,
      `@model Page\n<p>HELLO @Model.Name, @(a + 1) LETTERS.</p>\n@if (open) { var b = c; <p>IT IS OPEN.</p> }\n`,
    ],
    [
      'html',
      `@if (user.isIn && a > b) {\n<p>Welcome back</p>\n} @else {\n<p>{{ a > b }} more</p>\n}\n`,
      `@if (user.isIn && a > b) {\n<p>WELCOME BACK</p>\n} @else {\n<p>{{ a > b }} MORE</p>\n}\n`,
    ],
    [
      'html',
      `<img src="a.png" alt="A picture">\n<p title="A tip">See <a href="b" title="the page">it</a> now.</p>\n`,
      `<img src="a.png" alt="A PICTURE">\n<p title="A TIP">SEE <a href="b" title="the page">IT</a> NOW.</p>\n`,
    ],
    [
      'yaml',
      `name: Build the tool\non: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm ci\n`,
      `name: BUILD THE TOOL\non: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm ci\n`,
    ],
  ];

  for (const [format, text, expected] of cases) {
    it(`${format}: only prose is found in ${text.slice(0, 24)}`, () => {
      assert.equal(shouted(text, format), expected);
    });
  }
});
