/** Every colour of our decorations, so that a theme or a person can change each one. */
export type ColorId =
  | 'interlinear.changedTextBackground'
  | 'interlinear.changedTextBorder'
  | 'interlinear.changedOverviewRuler'
  | 'interlinear.removedTextForeground'
  | 'interlinear.removedTextBackground'
  | 'interlinear.removedOverviewRuler'
  | 'interlinear.unsureTextBackground'
  | 'interlinear.unsureTextBorder'
  | 'interlinear.workingTextBackground'
  | 'interlinear.workingTextBorder'
  | 'interlinear.workingOverviewRuler';

/** A hex colour (`#rrggbb` or `#rrggbbaa`) or the id of another colour, for each kind of theme. */
export interface ColorDefinition {
  readonly dark: string;
  readonly light: string;
  readonly highContrast: string;
  readonly highContrastLight: string;
  /** Key of the description in package.nls.json. */
  readonly description: string;
}

const everywhere = (
  id: string,
): Pick<ColorDefinition, 'dark' | 'light' | 'highContrast' | 'highContrastLight'> => ({
  dark: id,
  light: id,
  highContrast: id,
  highContrastLight: id,
});

/** Backgrounds are faint in high contrast, so a border takes their place there; elsewhere there is none. */
const borderInHighContrast = {
  dark: '#00000000',
  light: '#00000000',
  highContrast: '#f38518',
  highContrastLight: '#0f4a85',
};

export const colors: { readonly [Id in ColorId]: ColorDefinition } = {
  'interlinear.changedTextBackground': {
    ...everywhere('diffEditor.insertedTextBackground'),
    description: 'color.changedTextBackground',
  },
  'interlinear.changedTextBorder': { ...borderInHighContrast, description: 'color.changedTextBorder' },
  'interlinear.changedOverviewRuler': {
    ...everywhere('editorOverviewRuler.addedForeground'),
    description: 'color.changedOverviewRuler',
  },
  'interlinear.removedTextForeground': {
    dark: '#ffa198',
    light: '#a1260d',
    highContrast: '#ffffff',
    highContrastLight: '#292929',
    description: 'color.removedTextForeground',
  },
  'interlinear.removedTextBackground': {
    ...everywhere('diffEditor.removedTextBackground'),
    description: 'color.removedTextBackground',
  },
  'interlinear.removedOverviewRuler': {
    ...everywhere('editorOverviewRuler.deletedForeground'),
    description: 'color.removedOverviewRuler',
  },
  'interlinear.unsureTextBackground': {
    dark: '#cca70033',
    light: '#bf880333',
    highContrast: '#00000000',
    highContrastLight: '#00000000',
    description: 'color.unsureTextBackground',
  },
  'interlinear.unsureTextBorder': {
    ...everywhere('editorWarning.foreground'),
    highContrast: '#ffd370',
    highContrastLight: '#895503',
    description: 'color.unsureTextBorder',
  },
  'interlinear.workingTextBackground': {
    ...everywhere('editor.rangeHighlightBackground'),
    description: 'color.workingTextBackground',
  },
  'interlinear.workingTextBorder': { ...borderInHighContrast, description: 'color.workingTextBorder' },
  'interlinear.workingOverviewRuler': {
    ...everywhere('editorOverviewRuler.infoForeground'),
    description: 'color.workingOverviewRuler',
  },
};
