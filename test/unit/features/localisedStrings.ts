import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { messages } from '../../../extension/client/messages.js';
import { endpointMessages } from '../../../extension/core/endpointMessages.js';

const sources = path.resolve(__dirname, '../../../extension');

function stringsOf(file: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /(^|\.)l10n\.t$/.test(node.expression.getText(source))) {
      const [message] = node.arguments;
      if (message && ts.isStringLiteralLike(message)) {
        found.push(message.text);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Every string that a person may read and that has a translation: the literals of `l10n.t` and the tables of messages. */
export function localisedStrings(): string[] {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const literals = files.flatMap((file) => stringsOf(path.join(sources, file)));
  return [...new Set([...literals, ...Object.values(messages), ...Object.values(endpointMessages)])].sort();
}
