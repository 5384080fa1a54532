/** The themes that pictures are taken in. */
export const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  hc: 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
} as const;
export type Theme = keyof typeof themes;

/** Settings of an editor that shows the document and little else, the same on every machine. */
export function pictureSettings(theme: Theme): Record<string, unknown> {
  return {
    'workbench.colorTheme': themes[theme],
    'window.autoDetectColorScheme': false,
    'window.autoDetectHighContrast': false,
    'workbench.activityBar.location': 'hidden',
    'workbench.layoutControl.enabled': false,
    'window.commandCenter': false,
    'window.menuBarVisibility': 'hidden',
    'breadcrumbs.enabled': false,
    'editor.minimap.enabled': false,
    'editor.selectionHighlight': false,
    'editor.occurrencesHighlight': 'off',
    'editor.lightbulb.enabled': 'off',
    'editor.wordWrap': 'off',
    '[markdown]': { 'editor.wordWrap': 'off' },
    'editor.fontFamily': "'DejaVu Sans Mono', 'Noto Sans CJK SC', monospace",
    'editor.fontSize': 14,
  };
}

/** The themes that were asked for by name on the command line; all of them if none was. */
export function askedThemes(words: readonly string[]): Theme[] {
  const all = Object.keys(themes) as Theme[];
  return all.filter((theme) => words.includes(theme) || words.every((word) => word.startsWith('--')));
}
