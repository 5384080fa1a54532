/** Every command of the extension; package.json is generated from this table (`tools/generate-contributions.ts`). */
export type CommandId =
  | 'interlinear.instruct'
  | 'interlinear.translate'
  | 'interlinear.translateDocument'
  | 'interlinear.translateToLast'
  | 'interlinear.translateToClipboard'
  | 'interlinear.pasteAsTranslation'
  | 'interlinear.openTranslation'
  | 'interlinear.rewrite'
  | 'interlinear.fix'
  | 'interlinear.simplify'
  | 'interlinear.formal'
  | 'interlinear.informal'
  | 'interlinear.shorten'
  | 'interlinear.manageInstructions'
  | 'interlinear.classify'
  | 'interlinear.describeSentence'
  | 'interlinear.checkRules'
  | 'interlinear.ignoreSentence'
  | 'interlinear.ignoreRule'
  | 'interlinear.resetIgnored'
  | 'interlinear.getStarted'
  | 'interlinear.makeShorter'
  | 'interlinear.makeLonger'
  | 'interlinear.fitTo'
  | 'interlinear.changeLength'
  | 'interlinear.alternatives'
  | 'interlinear.rewritePhrase'
  | 'interlinear.fillGap'
  | 'interlinear.toggleConfidence'
  | 'interlinear.openGlossary'
  | 'interlinear.addToGlossary'
  | 'interlinear.keepWords'
  | 'interlinear.cancel'
  | 'interlinear.keep'
  | 'interlinear.undo'
  | 'interlinear.keepAll'
  | 'interlinear.undoAll'
  | 'interlinear.nextChange'
  | 'interlinear.previousChange'
  | 'interlinear.showOriginal'
  | 'interlinear.restoreOriginal'
  | 'interlinear.reviewChanges'
  | 'interlinear.showLog'
  | 'interlinear.restart'
  | 'interlinear.showStatus'
  | 'interlinear.chooseModel'
  | 'interlinear.installModelFromFolder'
  | 'interlinear.installModelFromUrl'
  | 'interlinear.removeModel'
  | 'interlinear.selectDevice'
  | 'interlinear.setEndpoint'
  | 'interlinear.setEndpointToken'
  | 'interlinear.removeEndpointToken'
  | 'interlinear.reportIssue';

export interface CommandDefinition {
  /** Key of the title in package.nls.json. */
  readonly title: string;
  /** Codicon, where the command also appears as a button. */
  readonly icon?: string;
  /** `when` clause of the Command Palette; always offered if absent. */
  readonly palette?: string;
  /** Place in the submenu "Interlinear" of the editor's context menu. */
  readonly contextMenu?: { readonly group: string; readonly when?: string };
  /**
   * Default key. Only commands that change no text may have one, and only inside our own context key: a key that
   * people already use for something else must keep its meaning everywhere outside an open review.
   */
  readonly keybinding?: { readonly key: string; readonly mac?: string; readonly when: string };
}

const review = 'interlinear.reviewInEditor';

export const commands: { readonly [Id in CommandId]: CommandDefinition } = {
  'interlinear.instruct': {
    title: 'command.instruct',
    icon: '$(sparkle)',
    contextMenu: { group: '1_rewrite@1' },
  },
  'interlinear.translate': {
    title: 'command.translate',
    icon: '$(globe)',
    contextMenu: { group: '1_rewrite@2' },
  },
  'interlinear.translateDocument': {
    title: 'command.translateDocument',
    icon: '$(file)',
    contextMenu: { group: '3_translate@1' },
  },
  'interlinear.translateToLast': {
    title: 'command.translateToLast',
    icon: '$(globe)',
    contextMenu: { group: '3_translate@2' },
  },
  'interlinear.translateToClipboard': {
    title: 'command.translateToClipboard',
    icon: '$(clippy)',
    contextMenu: { group: '3_translate@3' },
  },
  'interlinear.pasteAsTranslation': {
    title: 'command.pasteAsTranslation',
    icon: '$(clippy)',
    contextMenu: { group: '3_translate@4' },
  },
  'interlinear.openTranslation': {
    title: 'command.openTranslation',
    icon: '$(split-horizontal)',
    contextMenu: { group: '3_translate@5' },
  },
  'interlinear.rewrite': {
    title: 'command.rewrite',
    icon: '$(pencil)',
    contextMenu: { group: '1_rewrite@3' },
  },
  'interlinear.fix': { title: 'command.fix' },
  'interlinear.simplify': { title: 'command.simplify' },
  'interlinear.formal': { title: 'command.formal' },
  'interlinear.informal': { title: 'command.informal' },
  'interlinear.shorten': { title: 'command.shorten', palette: 'interlinear.canShorten' },
  'interlinear.manageInstructions': { title: 'command.manageInstructions', icon: '$(gear)' },
  'interlinear.classify': {
    title: 'command.classify',
    icon: '$(tag)',
    contextMenu: { group: '1_rewrite@4' },
  },
  'interlinear.describeSentence': { title: 'command.describeSentence' },
  'interlinear.checkRules': { title: 'command.checkRules', icon: '$(checklist)' },
  // Of a finding, as quick fixes: they need to be told which.
  'interlinear.ignoreSentence': { title: 'command.ignoreSentence', palette: 'false' },
  'interlinear.ignoreRule': { title: 'command.ignoreRule', palette: 'false' },
  'interlinear.resetIgnored': { title: 'command.resetIgnored' },
  'interlinear.getStarted': { title: 'command.getStarted' },
  'interlinear.makeShorter': {
    title: 'command.makeShorter',
    icon: '$(fold)',
    contextMenu: { group: '1_wording@1' },
  },
  'interlinear.makeLonger': {
    title: 'command.makeLonger',
    icon: '$(unfold)',
    contextMenu: { group: '1_wording@2' },
  },
  'interlinear.fitTo': {
    title: 'command.fitTo',
    icon: '$(arrow-both)',
    contextMenu: { group: '1_wording@3' },
  },
  'interlinear.changeLength': {
    title: 'command.changeLength',
    icon: '$(settings)',
    contextMenu: { group: '1_wording@4' },
  },
  'interlinear.alternatives': {
    title: 'command.alternatives',
    icon: '$(list-selection)',
    contextMenu: { group: '1_wording@5' },
  },
  'interlinear.rewritePhrase': {
    title: 'command.rewritePhrase',
    icon: '$(edit)',
    contextMenu: { group: '1_wording@6', when: 'editorHasSelection' },
  },
  'interlinear.fillGap': {
    title: 'command.fillGap',
    icon: '$(insert)',
    contextMenu: { group: '1_wording@7' },
  },
  'interlinear.openGlossary': { title: 'command.openGlossary', icon: '$(book)' },
  'interlinear.addToGlossary': {
    title: 'command.addToGlossary',
    icon: '$(book)',
    contextMenu: { group: '4_terms@1', when: 'editorHasSelection' },
  },
  'interlinear.keepWords': {
    title: 'command.keepWords',
    icon: '$(pinned)',
    contextMenu: { group: '4_terms@2', when: 'editorHasSelection' },
  },
  'interlinear.toggleConfidence': {
    title: 'command.toggleConfidence',
    icon: '$(eye)',
    contextMenu: { group: '2_review@6', when: review },
  },
  'interlinear.cancel': {
    title: 'command.cancel',
    palette: 'interlinear.running',
  },
  'interlinear.keep': {
    title: 'command.keep',
    icon: '$(check)',
    palette: review,
    contextMenu: { group: '2_review@1', when: 'interlinear.onChange' },
  },
  'interlinear.undo': {
    title: 'command.undo',
    icon: '$(discard)',
    palette: review,
    contextMenu: { group: '2_review@2', when: 'interlinear.onChange' },
  },
  'interlinear.keepAll': {
    title: 'command.keepAll',
    icon: '$(check-all)',
    palette: review,
    contextMenu: { group: '2_review@3', when: review },
  },
  'interlinear.undoAll': {
    title: 'command.undoAll',
    palette: review,
    contextMenu: { group: '2_review@4', when: review },
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
  },
  'interlinear.restoreOriginal': { title: 'command.restoreOriginal', icon: '$(history)' },
  'interlinear.reviewChanges': {
    title: 'command.reviewChanges',
    icon: '$(checklist)',
    palette: 'interlinear.reviewOpen',
  },
  'interlinear.showLog': { title: 'command.showLog', icon: '$(output)' },
  'interlinear.restart': { title: 'command.restart', icon: '$(debug-restart)' },
  'interlinear.showStatus': { title: 'command.showStatus', icon: '$(info)' },
  'interlinear.chooseModel': {
    title: 'command.chooseModel',
    icon: '$(package)',
    palette: 'isWorkspaceTrusted',
  },
  'interlinear.installModelFromFolder': {
    title: 'command.installModelFromFolder',
    palette: 'isWorkspaceTrusted',
  },
  'interlinear.installModelFromUrl': {
    title: 'command.installModelFromUrl',
    palette: 'isWorkspaceTrusted',
  },
  'interlinear.removeModel': { title: 'command.removeModel', palette: 'isWorkspaceTrusted' },
  'interlinear.selectDevice': { title: 'command.selectDevice', icon: '$(server-process)' },
  'interlinear.setEndpoint': {
    title: 'command.setEndpoint',
    icon: '$(server)',
    palette: 'isWorkspaceTrusted',
  },
  'interlinear.setEndpointToken': {
    title: 'command.setEndpointToken',
    icon: '$(key)',
    palette: 'isWorkspaceTrusted',
  },
  'interlinear.removeEndpointToken': {
    title: 'command.removeEndpointToken',
    palette: 'isWorkspaceTrusted',
  },
  'interlinear.reportIssue': { title: 'command.reportIssue', icon: '$(report)' },
};
