import type { ProcessStatus } from '../../core/protocol/protocol.js';
import type { RecordedError } from './recentErrors.js';

export interface IssueFacts {
  readonly extension: string;
  readonly editor: string;
  readonly system: string;
  readonly remote: string;
  readonly processorCount: number;
  readonly memoryMegabytes: number;
  /** Name, version and where it comes from. */
  readonly model: string;
  readonly phase: string;
  readonly process: ProcessStatus | null;
  readonly lastMilliseconds: number | null;
  /** Settings that are not at their default; what a person wrote themselves is left out. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly errors: readonly RecordedError[];
}

/** Values that say nothing about a person. */
function isHarmless(value: unknown): boolean {
  return value === null || typeof value === 'number' || typeof value === 'boolean';
}

/**
 * What to show of changed settings: numbers, switches and the given words as they are; of everything else, such as paths
 * and names, only that it was set.
 * @param words for each setting the values it may have, where there is such a list
 */
export function publicSettings(
  changed: Readonly<Record<string, unknown>>,
  words: (id: string) => readonly unknown[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(changed).map(([id, value]) => [
      id,
      isHarmless(value) || words(id).includes(value) ? value : '(set)',
    ]),
  );
}

/**
 * The text of an issue: versions, device, changed settings and the last errors, with room for what happened. In English,
 * for those who read it; no text of documents is in it.
 */
export function issueReport(facts: IssueFacts): string {
  const { process } = facts;
  const loaded = process?.model;
  const lines = [
    '## What happened',
    '',
    '<!-- What did you do, what did you expect, and what came instead? -->',
    '',
    '## Versions',
    '',
    `- Extension: ${facts.extension}`,
    `- Editor: ${facts.editor}`,
    `- System: ${facts.system}, ${facts.processorCount} processors, ${facts.memoryMegabytes} MB${facts.remote}`,
    '',
    '## Model and device',
    '',
    `- Model: ${facts.model}`,
    `- State: ${facts.phase}`,
    ...(loaded ? [`- Runs on: ${loaded.device} (${loaded.variant})`] : []),
    ...(loaded?.fallbacks ?? []).map(({ device, reason }) => `- Not on ${device}: ${withoutPaths(reason)}`),
    ...(process
      ? [`- Memory: ${Math.round(process.residentBytes / 2 ** 20)} MB after ${process.requests} requests`]
      : []),
    ...(facts.lastMilliseconds !== null ? [`- Last answer: ${Math.round(facts.lastMilliseconds)} ms`] : []),
    '',
    '## Settings changed',
    '',
    ...list(Object.entries(facts.settings).map(([id, value]) => `\`${id}\`: ${JSON.stringify(value)}`)),
    '',
    '## Last errors',
    '',
    ...list(
      facts.errors.flatMap(({ time, name, code, frames }) => [
        `${time.toISOString()} ${name}: ${code}`,
        ...frames.map((frame) => `  ${frame}`),
      ]),
    ),
    '',
  ];
  return lines.join('\n');
}

function list(entries: readonly string[]): string[] {
  return entries.length === 0 ? ['none'] : entries.map((entry) => `- ${entry}`);
}

/** Messages of drivers may name folders, and those a person. */
function withoutPaths(text: string): string {
  return text.replace(/(?:[A-Za-z]:)?[\\/][^\s"']*[\\/]/g, '…/');
}
