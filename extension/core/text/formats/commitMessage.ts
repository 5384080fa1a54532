import type { ProtectedSpan } from '../protectedSpan.js';
import { splitLines } from '../sentences.js';

const scissors = /^# -+ >8 -+/m;
const subjectPrefix = /^(?:(?:fixup|squash|amend)! )*(?:[a-z]+(?:\([^()\r\n]*\))?!?:\s+)?/;
const trailer =
  /^(?:[A-Z][A-Za-z]*(?:-[A-Za-z]+)+:\s|(?:Fixes|Closes|Refs|Bug|Link|Cc|CC|Depends|Relates|Issue|Bcc|Acked):?\s+\S|\(cherry picked from )/;
const breaking = /^BREAKING[ -]CHANGE:\s+/;

/**
 * The syntax of commit messages: comments, everything below the scissors, trailers, and what precedes the subject by
 * convention (`feat(core): `, `fixup! `).
 */
export function parseCommitMessage(text: string): ProtectedSpan[] {
  const end = scissors.exec(text)?.index ?? text.length;
  const spans: ProtectedSpan[] = [];
  let position = 0;
  let isSubject = true;
  let inTrailer = false;
  for (const line of splitLines(text.slice(0, end))) {
    const content = line.trimEnd().length;
    const isComment = line.startsWith('#');
    // A trailer goes on over indented lines.
    inTrailer = trailer.test(line) || (inTrailer && /^[ \t]+\S/.test(line));
    if (isComment || (inTrailer && !isSubject)) {
      spans.push({ start: position, end: position + content, kind: 'comment', separates: true });
    } else if (content > 0) {
      const prefix = (isSubject ? subjectPrefix : breaking).exec(line)?.[0].length ?? 0;
      spans.push({ start: position, end: position + prefix, kind: 'marker', separates: true });
      isSubject = false;
    }
    position += line.length;
  }
  return [...spans, { start: end, end: text.length, kind: 'comment', separates: true }];
}
