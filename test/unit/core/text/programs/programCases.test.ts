import { strict as assert } from 'node:assert';
import { segment } from '../../../../../extension/core/text/segment.js';
import { garbler, translator } from '../../../lossless/garbler.js';
import { rewriteWith } from '../../../lossless/rewriteWith.js';

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

/** A program, and the sentences in it that are for people. */
const cases: readonly (readonly [name: string, format: string, text: string, prose: readonly string[]])[] = [
  [
    'Javadoc with code in pre',
    'java',
    lines(
      '/**',
      ' * Opens the file.',
      ' * <pre>{@code',
      ' *   Reader reader = open("the name");',
      ' *   reader.close();',
      ' * }</pre>',
      ' */',
      'class A {}',
    ),
    ['Opens the file.'],
  ],
  [
    'Javadoc tags with names',
    'java',
    lines(
      '/**',
      ' * Opens the file.',
      ' *',
      ' * @param name the name of the file',
      ' * @throws IOException if it cannot be read',
      ' */',
      'class A {}',
    ),
    ['Opens the file.', 'the name of the file', 'if it cannot be read'],
  ],
  [
    'an example of JSDoc',
    'typescript',
    lines(
      '/**',
      ' * Opens the file.',
      ' * @example',
      " * const reader = open('the name');",
      ' * @returns {Reader} the reader of it',
      ' */',
      'export function open(): Reader {}',
    ),
    ['Opens the file.', 'the reader of it'],
  ],
  [
    'parameters of JSDoc with a default value',
    'typescript',
    lines(
      '/**',
      ' * @param {string} [name="a name"] - The name of the file',
      ' * @param options.size The size of it',
      ' */',
      'export function open(name: string): void {}',
    ),
    ['The name of the file', 'The size of it'],
  ],
  [
    'fences in Rust',
    'rust',
    lines(
      '//! Opens files.',
      '//!',
      '//! ```',
      '//! let reader = open("the name");',
      '//! ```',
      '',
      '/// Opens the file.',
      '/// ```rust,ignore',
      '/// open the file',
      '/// ```',
      'fn open() {}',
    ),
    ['Opens files.', 'Opens the file.'],
  ],
  [
    'indented code in Go',
    'go',
    lines(
      '// Package tool opens files.',
      '//',
      '// For example:',
      '//',
      '//\treader := Open("the name")',
      '//\tdefer reader.Close()',
      '//',
      '// [the guide]: https://example.org/guide',
      'package tool',
    ),
    ['Package tool opens files.', 'For example:'],
  ],
  [
    'commented-out code',
    'javascript',
    lines(
      "// const reader = open('the name');",
      '// if (reader) {',
      '//   return reader.read(all);',
      '// }',
      'const a = 1;',
    ),
    [],
  ],
  [
    'drawings and tables',
    'c',
    lines(
      '/*',
      ' * +--------+      +---------+',
      ' * | Client | ---> | Server  |',
      ' * +--------+      +---------+',
      ' *',
      ' * | Key | What it says |',
      ' * |-----|--------------|',
      ' * | a   | The first    |',
      ' */',
      'int a;',
    ),
    [],
  ],
  [
    'sections after Google',
    'python',
    lines(
      'def open_file(name, mode="r"):',
      '    """Open the file and return a reader.',
      '',
      '    Args:',
      '        name (str): The name of the file.',
      '        mode (str, optional): The mode of it.',
      '',
      '    Raises:',
      '        ValueError: If the name is empty.',
      '    """',
    ),
    [
      'Open the file and return a reader.',
      'The name of the file.',
      'The mode of it.',
      'If the name is empty.',
    ],
  ],
  [
    'sections after NumPy',
    'python',
    lines(
      'def open_file(name):',
      '    """Open the file.',
      '',
      '    Parameters',
      '    ----------',
      '    name : str, optional',
      '        The name of the file.',
      '',
      '    Returns',
      '    -------',
      '    int',
      '        The size of it.',
      '    """',
    ),
    ['Open the file.', 'The name of the file.', 'The size of it.'],
  ],
  [
    'fields of Sphinx and prompts',
    'python',
    lines(
      'def open_file(name):',
      '    """Open the file.',
      '',
      '    :param str name: the name of the file',
      '    :type name: str',
      '',
      "    >>> open_file('the name')",
      '    the reader of it',
      '',
      '    It ends here.',
      '    """',
    ),
    ['Open the file.', 'the name of the file', 'It ends here.'],
  ],
  [
    'tags of YARD',
    'ruby',
    lines(
      '# Opens the file',
      '#',
      '# @param name [String] the name of the file',
      '# @return [Array<Integer>] the sizes of it',
      '# @yield [reader] gives the reader',
      'def open(name); end',
    ),
    ['Opens the file', 'the name of the file', 'the sizes of it', 'gives the reader'],
  ],
  [
    'comments for tools',
    'javascript',
    lines(
      '/* global jQuery, theName */',
      '/* exported openFile */',
      '// noinspection JSUnusedLocalSymbols',
      '// language=SQL',
      '// spell-checker: disable',
      '// cspell:words theword otherword',
      '// oxlint-disable-next-line no-console',
      '// eslint-disable-next-line no-console -- for the person',
      'const a = 1;',
    ),
    [],
  ],
  [
    'directives of Docker',
    'dockerfile',
    lines(
      '# syntax=docker/dockerfile:1',
      '# escape=`',
      '# hadolint ignore=DL3006',
      'FROM node:20',
      '# Installs the tool',
      'RUN npm ci',
    ),
    ['Installs the tool'],
  ],
  [
    'directives of Pascal',
    'pascal',
    lines('{$R *.res}', '{$IFDEF WINDOWS} uses Windows; {$ENDIF}', '// Opens the file'),
    ['Opens the file'],
  ],
  [
    'hints of SQL',
    'sql',
    lines(
      '-- Gives the names of all',
      '/*!40101 SET NAMES utf8 */;',
      'SELECT /*+ INDEX(t the_index) */ a FROM t;',
    ),
    ['Gives the names of all'],
  ],
  [
    'comment marks in strings of Go',
    'go',
    lines(
      'package tool',
      '',
      'func accepts(kind string) bool {',
      '\treturn kind == "*/*" // any kind will do',
      '}',
    ),
    ['any kind will do'],
  ],
  [
    'hashes in shell expansions',
    'shellscript',
    lines(
      '#!/bin/bash',
      '# Counts the files',
      'count=${#files[@]}',
      'hex=$((16#ff))',
      'url=http://example.org/#first-part',
    ),
    ['Counts the files'],
  ],
  [
    'verbatim and raw strings of C#',
    'csharp',
    lines(
      'class A {',
      '  string a = @"C:\\folder\\"; // the name of a folder',
      '  string c = """',
      '    a raw text // not a comment',
      '    """;',
      '}',
    ),
    ['the name of a folder'],
  ],
  [
    'long strings and nested comments of Swift',
    'swift',
    lines(
      'let a = """',
      '  A text // not a comment',
      '  """ // the end of it',
      '/* outer /* inner */ still a comment */',
    ),
    ['the end of it', 'outer /* inner */ still a comment'],
  ],
  [
    'quotation marks as characters in Rust',
    'rust',
    lines('// Finds the mark', "let c = '\"'; // a quotation mark", 'let e = "// bytes are here";'),
    ['Finds the mark', 'a quotation mark'],
  ],
  [
    'attributes of PHP',
    'php',
    lines('<?php', '// The page of the tool', '#[Route("the name")]', 'class Page {}'),
    ['The page of the tool'],
  ],
  [
    'substitutions of Perl',
    'perl',
    lines(
      '# Replaces the marks',
      '$s =~ s{#}{the mark};',
      '$s =~ m/#/ and print "found it";',
      "my $t = q{It's # not a comment};",
    ),
    ['Replaces the marks'],
  ],
  [
    'a program without a comment',
    'ruby',
    lines(
      "require 'spec_helper'",
      '',
      'RSpec.describe Tool::Reader do',
      "  it 'opens the file' do",
      "    get '/'",
      '  end',
      'end',
    ),
    [],
  ],
  [
    'documentation in XML',
    'csharp',
    lines(
      '/// <summary>',
      '/// Opens the <c>file name</c> of it.',
      '/// </summary>',
      '/// <param name="name">The name of the file.</param>',
      'void Open(string name) {}',
    ),
    ['Opens the <c>file name</c> of it.', 'The name of the file.'],
  ],
  [
    'a licence',
    'java',
    lines(
      '/*',
      ' * Copyright 2020 The Authors. All rights reserved.',
      ' * Use of it is free.',
      ' */',
      '/* Opens the file. */',
      'class A {}',
    ),
    ['Opens the file.'],
  ],
];

describe('prose in programs', function () {
  this.timeout(60_000);

  for (const [name, format, text, prose] of cases) {
    it(`${name}: is found, and nothing else`, () => {
      const sentences = segment(text, { format }).map((sentence) => sentence.text);
      assert.deepEqual(
        sentences.filter((sentence) => sentence !== ''),
        prose,
      );
    });

    it(`${name}: the rest stays whatever a model answers`, () => {
      const models = [translator(), ...Array.from({ length: 10 }, (_, seed) => garbler(seed))];
      for (const model of models) {
        const rewritten = rewriteWith(model, text, format).text;
        // What stands before, between and behind the sentences comes back in order.
        let position = 0;
        for (const { prefix } of segment(text, { format })) {
          const found = rewritten.indexOf(prefix.trim(), position);
          assert.ok(found >= 0, `${prefix} in ${rewritten}`);
          position = found + prefix.trim().length;
        }
      }
    });
  }
});
