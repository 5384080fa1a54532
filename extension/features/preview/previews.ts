import * as vscode from 'vscode';
import type { RewriteParameters } from '../../core/protocol.js';
import type { Answer } from '../answers/answer.js';
import type { Answers } from '../answers/answers.js';
import type { CommandRunner } from '../host/commandRunner.js';
import { Notice } from '../host/notice.js';
import type { ReviewController } from '../review/reviewController.js';
import { resultMessage } from '../run/resultMessage.js';
import type { Decoder } from './decoder.js';
import { LivePreview, type PreviewTarget } from './livePreview.js';
import { previewOfAnswer } from './subject.js';

/** Puts other answers in the place of those under review, or of texts that have none. */
export class Previews {
  public constructor(
    private readonly reviews: ReviewController,
    private readonly answers: Answers,
    private readonly decoder: Decoder,
    private readonly commands: CommandRunner,
  ) {}

  /** Begins to show wordings; the caller disposes it. */
  public open(target: PreviewTarget): LivePreview {
    return new LivePreview(target, this.reviews, this.answers);
  }

  /**
   * Asks again for an answer under review, and puts what comes in its place.
   * @param wishes all that shall differ from a plain request
   * @param nothing what the person is told if the answer stays the same
   * @throws Notice where nothing is written; DOMException `AbortError`; InterlinearError of the engine
   */
  public async answerAgain(
    answer: Answer,
    wishes: Pick<RewriteParameters, 'lengthFactor' | 'maximumCharacters'>,
    nothing: string,
  ): Promise<void> {
    const results = await this.decoder.decodeAnswer(answer, wishes);
    const current = this.answers.current(answer);
    if (current === undefined) {
      throw new Notice(
        vscode.l10n.t('The text changed while Interlinear was working on it; nothing was written.'),
      );
    }
    const message = resultMessage(results);
    const preview = this.open(previewOfAnswer(current));
    try {
      const wording = { texts: results.map(({ output }) => output), results, length: wishes };
      if (preview.shows(wording)) {
        throw new Notice(message ?? nothing);
      }
      await preview.commit(wording);
    } finally {
      preview.dispose();
    }
    if (message !== undefined) {
      void this.commands.tell('answer again', 'warning', message);
    }
  }
}
