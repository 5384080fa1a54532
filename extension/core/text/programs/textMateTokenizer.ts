import { createJavaScriptRegexEngine } from '@shikijs/engine-javascript';
import { INITIAL, Registry, type IGrammar } from '@shikijs/vscode-textmate';
import { textMateGrammar } from './textMateGrammars.js';

/** A stretch of a line and its scopes, outermost first. */
export interface ScopedToken {
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
}

/** Grammars that others are built on. What else a grammar embeds stands inside strings, and is no comment to us. */
const foundations = new Set([
  'source.c',
  'source.css',
  'source.css.scss',
  'source.hlsl',
  'source.js',
  'source.shell',
]);

/** Longer lines are data or packed programs: they are not looked into, as in the editor. */
const longestLine = 20_000;

const compiled = new Map<string, IGrammar>();

function compile(name: string): IGrammar {
  const [main, ...embedded] = textMateGrammar(name);
  const engine = createJavaScriptRegexEngine({ forgiving: true });
  const registry = new Registry({
    onigLib: {
      createOnigScanner: (patterns) => engine.createScanner(patterns),
      createOnigString: (text) => engine.createString(text),
    },
    loadGrammar: (scope) =>
      main?.scopeName === scope
        ? main
        : (embedded.find(({ scopeName }) => scopeName === scope && foundations.has(scope)) ?? null),
  });
  const grammar = main && registry.loadGrammar(main.scopeName);
  if (!grammar) throw new RangeError(`The grammar ${name} cannot be loaded.`);
  return grammar;
}

/** A grammar costs some 100 ms to make ready, hence the cache. */
function grammarOf(name: string): IGrammar {
  const known = compiled.get(name) ?? compile(name);
  compiled.set(name, known);
  return known;
}

/**
 * Tokenizes a text with a TextMate grammar.
 * @param name of the grammar in `@shikijs/langs`
 * @returns the tokens of the whole text in order, line breaks left out; offsets are those of the text
 * @throws RangeError if there is no such grammar
 */
export function* textMateTokens(text: string, name: string): Generator<ScopedToken> {
  const grammar = grammarOf(name);
  let state = INITIAL;
  let position = 0;
  for (const { 0: line } of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    const content = line.replace(/[\r\n]+$/, '');
    if (content.length > longestLine) {
      yield { start: position, end: position + content.length, scopes: [] };
    } else {
      const { tokens, ruleStack } = grammar.tokenizeLine(content, state);
      state = ruleStack;
      for (const { startIndex, endIndex, scopes } of tokens) {
        const end = Math.min(endIndex, content.length);
        if (startIndex < end) yield { start: position + startIndex, end: position + end, scopes };
      }
    }
    position += line.length;
  }
}
