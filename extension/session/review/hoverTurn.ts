/** A hover is small: where there is a change, only one of our hovers speaks. */
export class HoverTurn {
  private requests = 0;

  /** Whether a person has just asked what a sentence is; otherwise a change is what they want to read about. */
  public get isDescription(): boolean {
    return this.requests > 0;
  }

  /** Gives the turn to the description of the sentence. @returns gives it back */
  public describe(): () => void {
    this.requests++;
    return () => {
      this.requests--;
    };
  }
}
