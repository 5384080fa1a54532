import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { messages } from '../../../extension/client/messages.js';
import { endpointMessages } from '../../../extension/core/protocol/endpointMessages.js';

const sources = path.resolve(__dirname, '../../../extension');

/** The message that a node gives a person to read, if it does: in the host by `l10n.t`, beyond it by an error with values. */
function messageOf(node: ts.Node, source: ts.SourceFile): ts.Node | undefined {
  if (ts.isCallExpression(node)) {
    const called = node.expression.getText(source);
    const isError = called === 'this.error' && source.fileName.endsWith('tbxGlossary.ts');
    return /(^|\.)l10n\.t$/.test(called) || isError ? node.arguments[0] : undefined;
  }
  if (!ts.isNewExpression(node)) return undefined;
  const [, second, third] = node.arguments ?? [];
  const name = node.expression.getText(source);
  return name === 'GlossaryError' ? third : name === 'InterlinearError' && third ? second : undefined;
}

function stringsOf(file: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    const message = messageOf(node, source);
    if (message && ts.isStringLiteralLike(message)) found.push(message.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Every string that a person may read and that has a translation: literals in the sources, and the tables of messages. */
export function localisedStrings(): string[] {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const literals = files.flatMap((file) => stringsOf(path.join(sources, file)));
  return [...new Set([...literals, ...Object.values(messages), ...Object.values(endpointMessages)])].sort();
}
