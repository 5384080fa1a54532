/** What is known of a document without opening it. */
interface Place {
  readonly languageId: string;
  readonly uri: { readonly scheme: string };
}

/**
 * The kind of place that a text is in, for remembering a language: who translates Markdown into German may well write
 * commit messages in English, and review comments in French.
 */
export function surfaceOf({ languageId, uri }: Place): string {
  if (languageId === 'scminput' || uri.scheme === 'vscode-scm') return 'commit-box';
  switch (uri.scheme) {
    case 'comment':
      return 'comment';
    case 'vscode-notebook-cell':
      return `notebook/${languageId}`;
    case 'vscode-interactive-input':
      return `interactive/${languageId}`;
    default:
      return languageId;
  }
}
