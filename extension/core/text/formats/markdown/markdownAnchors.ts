import type { LayoutEdit } from '../rst/rstLayout.js';

const fence = /^ {0,3}(`{3,}|~{3,})[^]*?(?:^ {0,3}\1[`~]*[ \t]*$|$(?![^]))/gm;
const heading = /^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$/gm;

/** The name that GitHub and most makers of pages give to a heading. */
function slugOf(title: string): string {
  return title
    .replace(/!?\[([^\]]*)\]\([^)]*\)|<[^>]*>/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

/** Names of the headings in their order; one with a name of its own (`{#name}`) has none to follow. */
function slugsOf(text: string): string[] {
  const counts = new Map<string, number>();
  const prose = text.replace(fence, (found) => found.replace(/[^\r\n]/g, ' '));
  return [...prose.matchAll(heading)].map(([, title = '']) => {
    if (/\{#[^}]*\}$/.test(title)) return '';
    const slug = slugOf(title);
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/** Links to headings of the same document, where the headings have new words. */
export function anchorEdits(before: string, after: string): LayoutEdit[] {
  if (!after.includes('](#')) return [];
  const old = slugsOf(before);
  const slugs = slugsOf(after);
  if (old.length !== slugs.length) return [];
  const renamed = new Map(old.map((slug, index) => [slug, slugs[index]!]));
  return [...after.matchAll(/(?<=\]\(#)[^()\s"']+/g)].flatMap(({ 0: name, index }): LayoutEdit[] => {
    const wanted = renamed.get(name);
    return wanted === undefined || wanted === '' || wanted === name || slugs.includes(name)
      ? []
      : [{ start: index, end: index + name.length, text: wanted }];
  });
}
