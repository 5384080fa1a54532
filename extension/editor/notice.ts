/** Ends an action with a plain message: nothing failed, but there is nothing to do, and the text says why. */
export class Notice extends Error {
  public constructor(text: string) {
    super(text);
    this.name = 'Notice';
  }
}
