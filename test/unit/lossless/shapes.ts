import { Parser } from 'htmlparser2';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';

/** What a format's own parser finds in a text, but for its prose; a text that it refuses has no shape. */
export type Shape = (text: string) => unknown;

/** Values with their texts left out. */
function withoutTexts(value: unknown): unknown {
  if (typeof value === 'string') {
    return 'text';
  }
  if (Array.isArray(value)) {
    return value.map(withoutTexts);
  }
  return value !== null && typeof value === 'object'
    ? Object.entries(value).map(([key, inner]) => [key, withoutTexts(inner)])
    : String(value);
}

const blocks = new Set(
  'root blockquote list listItem table tableRow footnoteDefinition paragraph heading tableCell'.split(' '),
);

interface AnyNode {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly AnyNode[];
}

/** What a node is, besides its children and its prose. */
function ownFields({ children: _, ...own }: AnyNode): unknown {
  const fields = { ...own, position: undefined, alt: undefined };
  return own.type === 'html' ? { ...fields, value: html(own.value ?? '') } : fields;
}

/** Blocks in their order and nesting; what stands in a sentence may have changed places with something else in it. */
function markdownNode(node: AnyNode): unknown {
  const children = node.children ?? [];
  return blocks.has(node.type) && !children.some(({ type }) => isPhrasing(type))
    ? [ownFields(node), children.map(markdownNode)]
    : [ownFields(node), children.flatMap(phrasing).sort()];
}

const isPhrasing = (type: string): boolean =>
  !blocks.has(type) && !/^(?:code|definition|html|math|thematicBreak|toml|yaml)$/.test(type);

function phrasing(node: AnyNode): string[] {
  return node.type === 'text'
    ? []
    : [JSON.stringify(ownFields(node)), ...(node.children ?? []).flatMap(phrasing)];
}

const markdown: Shape = (text) =>
  markdownNode(
    fromMarkdown(text, {
      extensions: [gfm(), frontmatter(['yaml', 'toml'])],
      mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown(['yaml', 'toml'])],
    }),
  );

const inline = new Set('a abbr b br cite code em i img kbd s small span strong sub sup tt u var'.split(' '));

const spoken =
  /^(?:alt|label|placeholder|title|aria-(?:description|label|placeholder|roledescription|valuetext))$/;
const description = /^(?:description|abstract|(?:og|twitter):(?:title|description|site_name|image:alt))$/i;

/** Whether people read or hear the value of an attribute. */
function isProse(element: string, name: string, attributes: Readonly<Record<string, string>>): boolean {
  if (name === 'value') return /^(?:submit|button|reset)$/i.test(attributes['type'] ?? '');
  if (name === 'title') return element !== 'link' && element !== 'style';
  if (name !== 'content') return spoken.test(name);
  return description.test(attributes['name'] ?? attributes['property'] ?? attributes['itemprop'] ?? '');
}

/** The attributes of an element, of those with prose only the names. */
const withoutProse = (element: string, attributes: Readonly<Record<string, string>>): unknown =>
  Object.entries(attributes).map(([name, value]) =>
    isProse(element, name, attributes) ? [name] : [name, value],
  );

const html: Shape = (text) => {
  const between: string[] = [];
  const inside: string[] = [];
  const note = (name: string, what: string): unknown => (inline.has(name) ? inside : between).push(what);
  const parser = new Parser({
    onopentag: (name, attributes) => note(name, `${name} ${JSON.stringify(withoutProse(name, attributes))}`),
    onclosetag: (name) => note(name, `/${name}`),
    oncomment: (comment) => between.push(comment),
  });
  parser.end(text);
  return [between, inside.sort()];
};

const json: Shape = (text) => withoutTexts(JSON.parse(text));

const yaml: Shape = (text) =>
  parseAllDocuments(text, { logLevel: 'silent' }).map((document) => [
    document.errors.length,
    withoutTexts(document.toJS()),
  ]);

const toml: Shape = (text) => withoutTexts(getStaticTOMLValue(parseTOML(text)));

/** The syntax tree without comments and without what strings say. */
const script: Shape = (text) => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) {
      return;
    }
    const isText = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node);
    const own = !isText && (ts.isIdentifier(node) || ts.isLiteralExpression(node)) ? node.text : '';
    found.push(`${node.kind} ${own}`);
    // What stands in a template or element may have changed places.
    const start = found.length;
    ts.forEachChild(node, visit);
    if (ts.isTemplateExpression(node) || ts.isJsxElement(node)) {
      found.push(...found.splice(start).sort());
    }
  };
  const { diagnostics } = ts.transpileModule(text, {
    reportDiagnostics: true,
    fileName: 'file.tsx',
    compilerOptions: { jsx: ts.JsxEmit.Preserve },
  });
  if (diagnostics?.length !== 0) {
    return undefined;
  }
  visit(ts.createSourceFile('file.tsx', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX));
  return found;
};

const shapes: Readonly<Record<string, Shape>> = {
  html,
  javascript: script,
  json,
  markdown,
  toml,
  typescript: script,
  typescriptreact: script,
  yaml,
};

/** The shape of a text as the format's own parser sees it; undefined if it has no parser here or refuses the text. */
export function shapeOf(text: string, format: string): unknown {
  try {
    return shapes[format]?.(text);
  } catch {
    return undefined;
  }
}
