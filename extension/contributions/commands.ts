import type { CommandId } from './commandIds.js';
import { otherTarget, translationCommands, type TranslationCommandId } from './translationCommands.js';

export type { CommandId };

export interface CommandDefinition {
  /** Key of the title in package.nls.json. */
  readonly title: string;
  /** Codicon, where the command also appears as a button. */
  readonly icon?: string;
  /** `when` clause of the Command Palette; always offered if absent. */
  readonly palette?: string;
  /** Place in the submenu "Interlinear" of the editor's context menu. */
  readonly contextMenu?: {
    readonly group: string;
    readonly when?: string;
    /** Also in the context menu itself while text is selected: one click less. */
    readonly onSelection?: boolean;
  };
  /**
   * Default key. Only commands that change no text may have one, and only inside our own context key: a key that
   * people already use for something else must keep its meaning everywhere outside an open review.
   */
  readonly keybinding?: { readonly key: string; readonly mac?: string; readonly when: string };
  /** Key that the documentation proposes; nobody has it unless they bind it. */
  readonly suggestedKey?: string;
}

const review = 'interlinear.reviewInEditor';

/** Every command; package.json is generated from this table (`tools/generate-contributions.ts`). */
export const commands: { readonly [Id in CommandId]: CommandDefinition } = {
  'interlinear.instruct': {
    title: 'command.instruct',
    icon: '$(sparkle)',
    contextMenu: { group: '1_rewrite@1' },
    suggestedKey: 'alt+w i',
  },
  'interlinear.translate': {
    title: 'command.translate',
    icon: '$(globe)',
    contextMenu: { group: '1_rewrite@3' },
    suggestedKey: 'alt+w l',
  },
  'interlinear.translateDocument': {
    title: 'command.translateDocument',
    icon: '$(file)',
    contextMenu: { group: '3_translate@1' },
    suggestedKey: 'alt+w shift+t',
  },
  'interlinear.translateToLast': {
    title: 'command.translateToLast',
    icon: '$(globe)',
    palette: `interlinear.lastTarget == ${otherTarget}`,
    contextMenu: { group: '1_rewrite@2', when: `interlinear.lastTarget == ${otherTarget}` },
    suggestedKey: 'alt+w t',
  },
  'interlinear.translateToClipboard': {
    title: 'command.translateToClipboard',
    icon: '$(clippy)',
    contextMenu: { group: '3_translate@3' },
    suggestedKey: 'alt+w shift+c',
  },
  'interlinear.pasteAsTranslation': {
    title: 'command.pasteAsTranslation',
    icon: '$(clippy)',
    contextMenu: { group: '3_translate@4' },
    suggestedKey: 'alt+w v',
  },
  'interlinear.openTranslation': {
    title: 'command.openTranslation',
    icon: '$(split-horizontal)',
    contextMenu: { group: '3_translate@5' },
    suggestedKey: 'alt+w o',
  },
  'interlinear.rewrite': {
    title: 'command.rewrite',
    icon: '$(pencil)',
    contextMenu: { group: '1_rewrite@5' },
    suggestedKey: 'alt+w r',
  },
  'interlinear.fix': {
    title: 'command.fix',
    icon: '$(wand)',
    contextMenu: { group: '1_rewrite@4' },
    suggestedKey: 'alt+w f',
  },
  'interlinear.simplify': { title: 'command.simplify', suggestedKey: 'alt+w e' },
  'interlinear.formal': { title: 'command.formal', suggestedKey: 'alt+w shift+f' },
  'interlinear.informal': { title: 'command.informal', suggestedKey: 'alt+w shift+i' },
  'interlinear.manageInstructions': { title: 'command.manageInstructions', icon: '$(gear)' },
  'interlinear.classify': {
    title: 'command.classify',
    icon: '$(tag)',
    contextMenu: { group: '1_rewrite@6' },
    suggestedKey: 'alt+w c',
  },
  'interlinear.describeSentence': { title: 'command.describeSentence', suggestedKey: 'alt+w w' },
  'interlinear.checkRules': { title: 'command.checkRules', icon: '$(checklist)' },
  // Of a finding, as quick fixes: they need to be told which.
  'interlinear.ignoreSentence': { title: 'command.ignoreSentence', palette: 'false' },
  'interlinear.ignoreRule': { title: 'command.ignoreRule', palette: 'false' },
  'interlinear.resetIgnored': { title: 'command.resetIgnored' },
  'interlinear.getStarted': { title: 'command.getStarted' },
  'interlinear.openSample': { title: 'command.openSample', palette: 'false' },
  'interlinear.makeShorter': {
    title: 'command.makeShorter',
    icon: '$(fold)',
    contextMenu: { group: '1_wording@1' },
    suggestedKey: 'alt+w s',
  },
  'interlinear.makeLonger': {
    title: 'command.makeLonger',
    icon: '$(unfold)',
    contextMenu: { group: '1_wording@2' },
    suggestedKey: 'alt+w m',
  },
  'interlinear.fitTo': {
    title: 'command.fitTo',
    icon: '$(arrow-both)',
    contextMenu: { group: '1_wording@3' },
    suggestedKey: 'alt+w n',
  },
  'interlinear.changeLength': {
    title: 'command.changeLength',
    icon: '$(settings)',
    contextMenu: { group: '1_wording@4' },
    suggestedKey: 'alt+w d',
  },
  'interlinear.alternatives': {
    title: 'command.alternatives',
    icon: '$(list-selection)',
    contextMenu: { group: '1_wording@5' },
    suggestedKey: 'alt+w a',
  },
  'interlinear.rewritePhrase': {
    title: 'command.rewritePhrase',
    icon: '$(edit)',
    contextMenu: { group: '1_wording@6', when: 'editorHasSelection' },
    suggestedKey: 'alt+w p',
  },
  'interlinear.fillGap': {
    title: 'command.fillGap',
    icon: '$(insert)',
    contextMenu: { group: '1_wording@7' },
    suggestedKey: 'alt+w g',
  },
  'interlinear.openGlossary': { title: 'command.openGlossary', icon: '$(book)' },
  'interlinear.addToGlossary': {
    title: 'command.addToGlossary',
    icon: '$(book)',
    contextMenu: { group: '4_terms@1', when: 'editorHasSelection' },
    suggestedKey: 'alt+w shift+g',
  },
  'interlinear.keepWords': {
    title: 'command.keepWords',
    icon: '$(pinned)',
    contextMenu: { group: '4_terms@2', when: 'editorHasSelection' },
    suggestedKey: 'alt+w shift+k',
  },
  'interlinear.toggleConfidence': {
    title: 'command.toggleConfidence',
    icon: '$(eye)',
    contextMenu: { group: '2_review@6', when: review },
    suggestedKey: 'alt+w b',
  },
  'interlinear.checkAsYouType': { title: 'command.checkAsYouType', icon: '$(whole-word)' },
  // In the light bulb of a misspelt word.
  'interlinear.ignoreWord': { title: 'command.ignoreWord', palette: 'false' },
  'interlinear.addToDictionary': { title: 'command.addToDictionary', palette: 'false' },
  'interlinear.cancel': {
    title: 'command.cancel',
    palette: 'interlinear.running',
    // Whatever else Escape closes comes first, and Vim's insert mode is left.
    keybinding: {
      key: 'escape',
      when: "interlinear.running && editorTextFocus && !suggestWidgetVisible && !findWidgetVisible && !parameterHintsVisible && !renameInputVisible && !inSnippetMode && (!vim.active || vim.mode == 'Normal')",
    },
  },
  // In the light bulb of such a sentence.
  'interlinear.dismissLeftAlone': { title: 'command.dismissLeftAlone', palette: 'false' },
  'interlinear.keep': {
    title: 'command.keep',
    icon: '$(check)',
    palette: review,
    contextMenu: { group: '2_review@1', when: 'interlinear.onChange' },
    suggestedKey: 'alt+w k',
  },
  'interlinear.undo': {
    title: 'command.undo',
    icon: '$(discard)',
    palette: review,
    contextMenu: { group: '2_review@2', when: 'interlinear.onChange' },
    suggestedKey: 'alt+w u',
  },
  'interlinear.keepAll': {
    title: 'command.keepAll',
    icon: '$(check-all)',
    palette: review,
    contextMenu: { group: '2_review@3', when: review },
    suggestedKey: 'alt+w enter',
  },
  'interlinear.undoAll': {
    title: 'command.undoAll',
    palette: review,
    contextMenu: { group: '2_review@4', when: review },
    suggestedKey: 'alt+w shift+u',
  },
  'interlinear.nextChange': {
    title: 'command.nextChange',
    icon: '$(arrow-down)',
    palette: review,
    keybinding: { key: 'alt+f5', when: `editorTextFocus && ${review}` },
  },
  'interlinear.previousChange': {
    title: 'command.previousChange',
    icon: '$(arrow-up)',
    palette: review,
    keybinding: { key: 'shift+alt+f5', when: `editorTextFocus && ${review}` },
  },
  'interlinear.showOriginal': {
    title: 'command.showOriginal',
    icon: '$(diff)',
    palette: review,
    contextMenu: { group: '2_review@5', when: review },
    suggestedKey: 'alt+w h',
  },
  'interlinear.restoreOriginal': {
    title: 'command.restoreOriginal',
    icon: '$(history)',
    suggestedKey: 'alt+w z',
  },
  'interlinear.reviewChanges': {
    title: 'command.reviewChanges',
    icon: '$(checklist)',
    palette: 'interlinear.reviewOpen',
    suggestedKey: 'alt+w q',
  },
  'interlinear.showLog': { title: 'command.showLog', icon: '$(output)' },
  // In the list of Show Status.
  'interlinear.restart': { title: 'command.restart', icon: '$(debug-restart)', palette: 'false' },
  'interlinear.showStatus': { title: 'command.showStatus', icon: '$(info)' },
  'interlinear.chooseModel': {
    title: 'command.chooseModel',
    icon: '$(package)',
    palette: 'isWorkspaceTrusted',
  },
  // In the list of Choose Model….
  'interlinear.installModelFromFolder': {
    title: 'command.installModelFromFolder',
    palette: 'false',
  },
  'interlinear.installModelFromUrl': {
    title: 'command.installModelFromUrl',
    palette: 'false',
  },
  'interlinear.removeModel': { title: 'command.removeModel', palette: 'false' },
  'interlinear.selectDevice': {
    title: 'command.selectDevice',
    icon: '$(server-process)',
  },
  'interlinear.setEndpoint': {
    title: 'command.setEndpoint',
    icon: '$(server)',
    palette: 'isWorkspaceTrusted',
  },
  'interlinear.setEndpointToken': {
    title: 'command.setEndpointToken',
    icon: '$(key)',
    palette: 'isWorkspaceTrusted && config.interlinear.endpoint.url',
  },
  'interlinear.removeEndpointToken': {
    title: 'command.removeEndpointToken',
    palette: 'isWorkspaceTrusted && config.interlinear.endpoint.url',
  },
  'interlinear.reportIssue': { title: 'command.reportIssue', icon: '$(report)' },
  ...translationDefinitions(),
};

/** Each is offered while its language is the one that was last used: in the palette, the submenu and, on a selection, beside it. */
function translationDefinitions(): Readonly<Record<TranslationCommandId, CommandDefinition>> {
  const entries = Object.entries(translationCommands).map(([code, id]) => {
    const when = `interlinear.lastTarget == ${code}`;
    const definition: CommandDefinition = {
      title: `command.${id.slice('interlinear.'.length)}`,
      icon: '$(globe)',
      palette: when,
      contextMenu: { group: '1_rewrite@2', when, onSelection: true },
    };
    return [id, definition] as const;
  });
  return Object.fromEntries(entries) as Record<TranslationCommandId, CommandDefinition>;
}
