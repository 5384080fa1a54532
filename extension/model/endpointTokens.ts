import type * as vscode from 'vscode';

/** Tokens of servers, in VS Code's secret storage: one for each origin, so that none is ever sent to another one. */
export class EndpointTokens {
  public constructor(private readonly secrets: vscode.SecretStorage) {}

  /** @param origin scheme, host and port */
  public get(origin: string): Thenable<string | undefined> {
    return this.secrets.get(keyOf(origin));
  }

  public store(origin: string, token: string): Thenable<void> {
    return this.secrets.store(keyOf(origin), token);
  }

  public remove(origin: string): Thenable<void> {
    return this.secrets.delete(keyOf(origin));
  }
}

function keyOf(origin: string): string {
  return `interlinear.endpoint.token ${origin}`;
}
