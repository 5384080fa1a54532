/**
 * When VS Code loads the extension without a command: once any document is opened, because a person may hover over its
 * sentences or have rules for it. Commands need no entry. `onStartupFinished` would load it in windows without any
 * document; a list of languages would be out of date with every format that we learn and every language that another
 * extension brings. What is loaded then registers providers, reads no file and starts no process.
 */
export const activationEvents: readonly string[] = ['onLanguage'];
