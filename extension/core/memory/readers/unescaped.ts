const escape = /\\(?:u\{?([0-9a-fA-F]{4,6})\}?|U([0-9a-fA-F]{4,8})|(\r\n|[^]))/gu;
const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', b: '\b' };

/** A string's content without the backslash escapes that C, Java, JavaScript and their like have in common. */
export function unescaped(content: string): string {
  return content.replace(
    escape,
    (_, short: string | undefined, long: string | undefined, sign: string = '') => {
      const code = short ?? long;
      if (code === undefined) return sign === '\n' || sign === '\r\n' ? '' : (named[sign] ?? sign);
      const point = Number.parseInt(code, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : '';
    },
  );
}
