import { translationCommands } from '../../extension/contributions/translationCommands.js';
import type { CommandId } from '../../extension/contributions/commands.js';

/** Commands by what they are for, in the order of docs/commands.md, each with what it does. */
export const commandPurposes: Readonly<Record<string, Partial<Readonly<Record<CommandId, string>>>>> = {
  'Rewrite and translate': {
    'interlinear.instruct': 'Asks what should happen to the text, and does it.',
    'interlinear.rewrite': 'Offers the rewritings of the model: fix, simplify, formal, informal.',
    'interlinear.fix': 'Corrects grammar and spelling.',
    'interlinear.simplify': 'Says it in simpler words.',
    'interlinear.formal': 'Addresses the reader formally.',
    'interlinear.informal': 'Addresses the reader informally.',
    'interlinear.translate': 'Translates the selection, or the sentence at the cursor.',
    'interlinear.translateToLast':
      'Translates into the language that was last used for this kind of document.',
    ...Object.fromEntries(
      Object.values(translationCommands).map((id) => [
        id,
        'The same by name, offered while that language is the last used one.',
      ]),
    ),
    'interlinear.translateDocument': 'Translates the prose of the whole document.',
    'interlinear.translateToClipboard': 'Copies a translation and leaves the document as it is.',
    'interlinear.pasteAsTranslation': 'Pastes what the clipboard has, translated.',
    'interlinear.openTranslation': 'Opens a translation in an editor beside this one.',
    'interlinear.manageInstructions': 'Names, changes and removes your own instructions and the history.',
    'interlinear.cancel':
      'Stops the work in progress, as Escape does. What is finished of a long text stays, under review.',
  },
  'Length and wording': {
    'interlinear.makeShorter': 'Writes the last answer, or the text, in fewer words.',
    'interlinear.makeLonger': 'Writes it in more words.',
    'interlinear.fitTo': 'Finds a wording with at most so many characters.',
    'interlinear.changeLength':
      'Shows the text at other lengths, in the document, while you go through them.',
    'interlinear.alternatives': 'Shows other answers in the same way.',
    'interlinear.rewritePhrase': 'Offers other words for the selected part of a sentence.',
    'interlinear.fillGap': 'Offers words for a gap at the cursor or for `___`.',
    'interlinear.toggleConfidence': 'Underlines words of an answer that the model is unsure of, or stops it.',
  },
  'Review an answer': {
    'interlinear.keep': 'Keeps the change at the cursor.',
    'interlinear.undo': 'Takes the change at the cursor back.',
    'interlinear.keepAll': 'Keeps all changes and ends the review.',
    'interlinear.undoAll': 'Takes all changes back.',
    'interlinear.nextChange': 'Goes to the next change.',
    'interlinear.previousChange': 'Goes to the previous change.',
    'interlinear.showOriginal': 'Compares with the original, side by side.',
    'interlinear.restoreOriginal': 'Brings back the text that Interlinear last replaced here, also later.',
    'interlinear.reviewChanges': 'Lists all changes of all files under review.',
  },
  'Classify and check': {
    'interlinear.classify': 'Says which label suits the selection best, and how probable each is.',
    'interlinear.describeSentence': 'Shows the hover of the sentence at the cursor.',
    'interlinear.checkRules': 'Checks the document by the rules of `interlinear.rules`.',
    'interlinear.resetIgnored': 'Shows the findings again that you had ignored.',
    'interlinear.ignoreSentence': 'Quick fix: ignores a finding.',
    'interlinear.ignoreRule': 'Quick fix: switches a rule off for the workspace.',
    'interlinear.checkAsYouType': 'Chooses the languages whose spelling is checked as you type.',
    'interlinear.ignoreWord': 'Quick fix: leaves a word alone in this workspace.',
    'interlinear.addToDictionary': 'Quick fix: adds a word to your dictionary.',
    'interlinear.dismissLeftAlone':
      'Quick fix: takes the marks of sentences away that an answer left as they were.',
  },
  Terms: {
    'interlinear.openGlossary': 'Opens the glossary of the workspace, or makes one.',
    'interlinear.addToGlossary': 'Adds the selected words with their translation.',
    'interlinear.keepWords': 'Adds the selected words to those that stand in every answer as they are.',
  },
  'Model and process': {
    'interlinear.chooseModel': 'Lists the models that are installed, and installs more.',
    'interlinear.installModelFromFolder': 'Installs a model from a folder.',
    'interlinear.installModelFromUrl':
      'Downloads a model from a web address; goes on where it was interrupted.',
    'interlinear.removeModel': 'Removes an installed model.',
    'interlinear.selectDevice': 'Says where the model runs: processor or graphics card.',
    'interlinear.setEndpoint': 'Lets a [server](serving.md) run the model, or this machine again.',
    'interlinear.setEndpointToken': 'Keeps the token for that server in the secret storage of VS Code.',
    'interlinear.removeEndpointToken': 'Removes that token.',
    'interlinear.restart': 'Restarts the inference process.',
    'interlinear.showStatus': 'Shows model, device, memory and the time of the last answer.',
    'interlinear.showLog': 'Opens the log. It never has texts of documents.',
    'interlinear.reportIssue': 'Prepares a report without any text of yours.',
    'interlinear.getStarted': 'Opens the walkthrough.',
    'interlinear.openSample': 'Opens a text to try things on; the walkthrough leads to it.',
  },
};
