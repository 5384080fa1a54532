import type { BlockParser, InlineContext, InlineParser } from '@lezer/markdown';

/** The most blocks in one another; a writer needs less than ten. */
const deepest = 60;
/** The most signs that may mean something in one paragraph. */
const mostSigns = 2000;
/** The most of signs times characters in one paragraph: what a search from each sign to the end costs. */
const mostWork = 40_000_000;

const signs = /[[\]*_~`<!:$\\&{]/g;

/** Name of the node for what is too much to be read; all of it is protected. */
export const absurdNode = 'Absurd';

function isAbsurd({ text }: InlineContext): boolean {
  const count = text.length < 200 ? 0 : (text.match(signs)?.length ?? 0);
  return count > mostSigns || count * text.length > mostWork;
}

/**
 * Takes a paragraph with thousands of signs as a whole: the parser compares each with those before it, so that the time would
 * grow with the square of their number.
 */
export const boundedInline: InlineParser = {
  name: 'Bounded',
  before: 'Escape',
  parse(context, _, position) {
    return position === context.offset && isAbsurd(context)
      ? context.addElement(context.elt(absurdNode, position, context.end))
      : -1;
  },
};

/** Takes the rest of a line in which lists and quotations stand in one another dozens of times. */
export const boundedBlocks: BlockParser = {
  name: 'Bounded',
  before: 'LinkReference',
  parse(context, line) {
    if (context.depth <= deepest) {
      return false;
    }
    context.addElement(
      context.elt(absurdNode, context.lineStart + line.pos, context.lineStart + line.text.length),
    );
    context.nextLine();
    return true;
  },
};
