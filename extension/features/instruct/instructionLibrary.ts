import * as vscode from 'vscode';
import type { Manifest } from '../../core/model/manifest.js';
import { parseInstruction } from '../../core/instructions/instructions.js';
import { InterlinearError } from '../../core/protocol/protocol.js';
import { instructionChoices, wordingsOf } from '../../core/instructions/instructionChoices.js';
import type { InstructionHistory } from './instructionHistory.js';
import type { InstructionSources } from './instructionRows.js';
import { nearestChoices } from './nearestChoices.js';
import type { SavedInstructions } from './savedInstructions.js';

/** What a person can say to a model, for one document: read once for the time that the list is open. */
export class InstructionLibrary {
  private readonly choices;
  private readonly wordings;

  public constructor(
    private readonly manifest: Manifest,
    private readonly document: vscode.TextDocument,
    private readonly history: InstructionHistory,
    private readonly saved: SavedInstructions,
  ) {
    const locale = vscode.env.language;
    this.choices = instructionChoices(manifest, locale);
    this.wordings = wordingsOf(manifest, this.choices, locale);
  }

  public sources(): InstructionSources {
    const { choices, wordings } = this;
    return { choices, wordings, history: this.history.entries(), saved: this.saved.entries(this.document) };
  }

  /** Whether the model was trained for it. */
  public knows(instruction: string): boolean {
    try {
      parseInstruction(this.manifest, instruction);
      return true;
    } catch (error) {
      if (error instanceof InterlinearError) {
        return false;
      }
      throw error;
    }
  }

  public nearest(instruction: string): ReturnType<typeof nearestChoices> {
    return nearestChoices(this.choices, this.wordings, instruction);
  }
}
