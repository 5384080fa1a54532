const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/** Directives whose content is code, data, a drawing or a list of names. */
const opaque = words(
  `code code-block sourcecode highlight highlightlang literalinclude parsed-literal math raw include csv-table graphviz digraph graph
  inheritance-diagram doctest testcode testoutput testsetup testcleanup ipython plot mermaid uml plantuml toctree productionlist
  autosummary automodule autoclass autofunction automethod autoattribute autodata autoexception automodule click argparse
  program-output command-output jinja bibliography prompt tabularcolumns index default-role role meta contents sectnum
  currentmodule module py:module py:currentmodule sectionauthor codeauthor cssclass class container-class date unicode replace-code
  openapi swaggerv2doc exec jupyter-execute bokeh-plot nbgallery aafig blockdiag seqdiag prompt runblock
  target-notes title restructuredtext-test-directive namespace c:namespace highlight-code`,
);

/** Directives whose argument is prose: titles of boxes and the like. */
const titled = words(
  `admonition topic sidebar rubric note warning attention caution danger error hint important tip seealso todo versionadded
  versionchanged deprecated versionremoved table list-table epigraph highlights pull-quote compound centered dropdown tab
  tab-item grid-item-card card replace deprecated-removed csv-table`,
);
/** Of those, the ones whose argument begins with a number of a version. */
const versioned = /^(?:version(?:added|changed|removed)|deprecated(?:-removed)?)$/;

/** Options whose value is a text for people. */
const proseOption = /^(?:alt|caption|title|subtitle|description|summary|synopsis-text|figtext)$/;

/** Fields whose value is for programs, besides those of docinfo. */
const opaqueField =
  /^(?:type|vartype|rtype|raises?-type|orphan|nocomments|nosearch|tocdepth|date|version|revision|status|copyright-holder|id|name|slug|tags|category|author|authors|contact|organization|meta|pep|bpo|class|field|hidden|maxdepth|url|homepage|license|lang|keywords-ids|email|python-version|post-history|content-type|created|discussions-to|resolution|sponsor|requires|replaces|superseded-by)$/i;

export function isOpaqueDirective(name: string): boolean {
  return opaque.has(name.toLowerCase());
}

/**
 * Length of what in the argument of a directive is no prose; undefined if nothing in it is prose.
 */
export function argumentPrefix(name: string, argument: string): number | undefined {
  const key = name.toLowerCase();
  if (!titled.has(key)) return undefined;
  return versioned.test(key) ? (/^\S+\s*/.exec(argument)?.[0].length ?? 0) : 0;
}

export function isProseOption(name: string): boolean {
  return proseOption.test(name);
}

/** Whether the body of a field (`:name: body`) is a text for people. */
export function isProseField(name: string): boolean {
  return !opaqueField.test(name.split(/\s/)[0] ?? '');
}
