import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { currentTarget, stagePath } from '../../tools/lib/paths.mjs';

/** A sentence, and answers to it that a person would accept. */
type Sample = readonly [input: string, ...right: string[]];

const german: readonly Sample[] = [
  ['The file could not be opened.', 'Die Datei konnte nicht geöffnet werden.'],
  ['The password is wrong.', 'Das Passwort ist falsch.', 'Das Kennwort ist falsch.'],
  ['I have a question.', 'Ich habe eine Frage.'],
  [
    'My brother lives in a small house in Berlin.',
    'Mein Bruder wohnt in einem kleinen Haus in Berlin.',
    'Mein Bruder lebt in einem kleinen Haus in Berlin.',
  ],
  ['The new version is available now.', 'Die neue Version ist jetzt verfügbar.'],
  ['The settings have been saved.', 'Die Einstellungen wurden gespeichert.'],
  [
    'We need your help.',
    'Wir brauchen Ihre Hilfe.',
    'Wir brauchen deine Hilfe.',
    'Wir benötigen Ihre Hilfe.',
  ],
  ['Choose a language.', 'Wähle eine Sprache.', 'Wählen Sie eine Sprache.', 'Wählen Sie eine Sprache aus.'],
  ['The server is not available.', 'Der Server ist nicht verfügbar.'],
  [
    'Thank you for your help.',
    'Danke für Ihre Hilfe.',
    'Vielen Dank für Ihre Hilfe.',
    'Danke für deine Hilfe.',
  ],
  ['My name is Anna.', 'Mein Name ist Anna.', 'Ich heiße Anna.'],
  ['I live in Berlin.', 'Ich wohne in Berlin.', 'Ich lebe in Berlin.'],
];

/** Sentences with their shortened translations. */
const long: readonly Sample[] = [
  [
    'You can change the language in the settings.',
    'Sie können die Sprache ändern.',
    'Du kannst die Sprache ändern.',
  ],
  ['The file could not be opened.', 'Datei nicht geöffnet.', 'Die Datei wurde nicht geöffnet.'],
  ['I would like to thank you for your help.', 'Danke für Ihre Hilfe.', 'Danke für deine Hilfe.'],
];

const faulty: readonly Sample[] = [
  ['It are not possible.', 'It is not possible.', "It's not possible."],
  ['This are my book.', 'This is my book.', 'These are my books.'],
  ['Its a nice day.', "It's a nice day.", 'It is a nice day.'],
  ['The informations is wrong.', 'The information is wrong.'],
  ['We is very happy today.', 'We are very happy today.', "We're very happy today."],
  ['She go to school every day.', 'She goes to school every day.'],
  ['I have recieved your mesage.', 'I have received your message.'],
  ['There is many people in the room.', 'There are many people in the room.'],
  ['He have two cats.', 'He has two cats.'],
  ['They was at home yesterday.', 'They were at home yesterday.'],
  ['I has a new car.', 'I have a new car.'],
  ['I look forward to hear from you.', 'I look forward to hearing from you.'],
];

interface Wishes {
  readonly lengthFactor?: number;
}

/** The length to which the film turns the dial: two steps down. */
const dialFactor = 0.64;

/** What the film shows. */
export interface FilmText {
  /** English, to be translated into German. */
  readonly translate: readonly string[];
  /** Likewise, then made shorter. */
  readonly long: string;
  /** To be corrected. */
  readonly faulty: readonly string[];
}

/**
 * Chooses sentences that the packaged model does well on, by asking it: a small model is right about some and wrong about others,
 * and another one follows it. The answers in the pictures are its own in any case.
 */
export function chooseFilmText(warn: (message: string) => void): FilmText {
  const toGerman = 'Translate to German.';
  const [dial = ''] = chosen(toGerman, long, 1, warn, { lengthFactor: dialFactor });
  const others = german.filter(([input]) => input !== dial);
  return {
    translate: chosen(toGerman, others, 3, warn),
    long: dial,
    faulty: chosen('Fix grammar and spelling.', faulty, 3, warn),
  };
}

/**
 * The first `count` samples that are answered right, also side by side, as the document has them. Where there are too few, fewer; where
 * none is right, the first that is answered with another text.
 */
function chosen(
  instruction: string,
  samples: readonly Sample[],
  count: number,
  warn: (message: string) => void,
  wishes: Wishes = {},
): string[] {
  const alone = answersOf(
    instruction,
    samples.map(([input]) => input),
    wishes,
  );
  const right = samples.filter(([, ...accepted], at) => accepted.includes(alone[at] ?? ''));
  warn(`${instruction} The model answers ${right.length} of ${samples.length} samples as a person would.`);
  const groups = [count, count - 1].filter((size) => size > 1).flatMap((size) => groupsOf(right, size));
  const together = answersOf(
    instruction,
    groups.map((group) => group.map(([input]) => input).join(' ')),
  );
  const group = groups.find((members, at) => isRight(members, together[at] ?? '')) ?? right.slice(0, 1);
  const wanted = group.length > 0 ? group : samples.filter(([input], at) => alone[at] !== input).slice(0, 1);
  if (wanted.length === 0) throw new Error(`The model has no answer to any sample of: ${instruction}`);
  return wanted.map(([input]) => input);
}

/** Neighbours in the list, so many at a time. */
const groupsOf = (samples: readonly Sample[], size: number): Sample[][] =>
  samples.slice(size - 1).map((_, at) => samples.slice(at, at + size));

/** Whether a text consists of accepted answers to the samples, in their order. */
function isRight(samples: readonly Sample[], answer: string): boolean {
  let rest = answer;
  for (const [, ...accepted] of samples) {
    const found = accepted.find((one) => rest.startsWith(one));
    if (found === undefined) return false;
    rest = rest.slice(found.length).trimStart();
  }
  return rest === '';
}

/** Answers of the packaged command line, in the order of the inputs. */
function answersOf(instruction: string, inputs: readonly string[], wishes: Wishes = {}): string[] {
  const cli = path.join(stagePath(currentTarget), 'dist', 'cli.js');
  if (inputs.length === 0) return [];
  const lines = inputs
    .map((input, at) => JSON.stringify({ id: String(at), instruction, input, ...wishes }))
    .join('\n');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'batch'], {
    input: `${lines}\n`,
    encoding: 'utf8',
    env: { ...process.env, INTERLINEAR_MODEL: undefined },
  });
  if (status !== 0) throw new Error(`The command line ended with code ${status ?? 'none'}: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { output: string }).output);
}
