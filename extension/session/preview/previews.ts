import type { RewriteParameters, RewriteResult } from '../../core/protocol/protocol.js';
import type { Answer, Prompt } from '../answers/answer.js';
import type { Answers } from '../answers/answers.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { Notice } from '../../editor/notice.js';
import type { ReviewController } from '../review/reviewController.js';
import type { ActiveRun } from '../run/activeRun.js';
import type { ActiveRuns } from '../run/activeRuns.js';
import { type LengthSearch, searchLength } from '../run/lengthSearch.js';
import { resultMessage } from '../run/resultMessage.js';
import type { Decoder } from './decoder.js';
import { followed } from './followed.js';
import { LivePreview, type PreviewTarget } from './livePreview.js';
import { previewOfAnswer } from './subject.js';

interface Parts {
  readonly reviews: ReviewController;
  readonly answers: Answers;
  readonly runs: ActiveRuns;
  readonly decoder: Decoder;
  readonly commands: CommandRunner;
}

/** Puts other answers in the place of those under review, or of texts that have none. */
export class Previews {
  public constructor(private readonly parts: Parts) {}

  /** Begins to show wordings; the caller disposes it. */
  public open(target: PreviewTarget): LivePreview {
    return new LivePreview(target, this.parts.reviews, this.parts.answers);
  }

  /** Runs a request for a target; see `followed`. */
  public follow<Result>(
    target: PreviewTarget,
    title: string,
    work: (run: ActiveRun) => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly target: PreviewTarget }> {
    return followed(this.parts, target, title, work);
  }

  /** Asks the model about the sources of a target; see `followed`. */
  public decode(
    target: PreviewTarget,
    prompt: Prompt,
    wishes: Partial<RewriteParameters>,
  ): Promise<{ readonly result: readonly RewriteResult[]; readonly target: PreviewTarget }> {
    const { document, sources } = target;
    return this.follow(target, prompt.title, (run) =>
      this.parts.decoder.decode({ document, sources, prompt }, wishes, {
        signal: run.signal,
        onPass: (progress) => run.report(progress),
      }),
    );
  }

  /**
   * Asks again for an answer under review, and puts what comes in its place. A text that no answer is short enough for
   * keeps the one it has.
   * @param search the wanted length; the other wishes are those of every request
   * @throws Notice where nothing is written; DOMException `AbortError`; InterlinearError of the engine
   */
  public async answerAgain(answer: Answer, search: LengthSearch): Promise<void> {
    const { document, prompt, sources } = answer;
    const { result, target } = await this.follow(previewOfAnswer(answer), prompt.title, (run) =>
      searchLength(search, run.texts, (length) =>
        this.parts.decoder.decode({ document, sources, prompt }, length, {
          signal: run.signal,
          onPass: (progress) => run.report(progress),
        }),
      ),
    );
    const message = resultMessage(result.results);
    if (!result.found) {
      throw new Notice(message ?? search.nothing);
    }
    const results = result.results.map((one, index) =>
      isLeftAlone(one, sources[index]) ? (answer.results[index] ?? one) : one,
    );
    const preview = this.open(target);
    try {
      const wording = { texts: results.map(({ output }) => output), results, length: result.length };
      if (preview.shows(wording)) {
        throw new Notice(message ?? search.nothing);
      }
      await preview.commit(wording);
    } finally {
      preview.dispose();
    }
    if (message !== undefined) {
      void this.parts.commands.tell('answer again', 'warning', message);
    }
  }
}

/** Whether the text stayed as it was because no answer is short enough. */
function isLeftAlone({ output, segments }: RewriteResult, source: string | undefined): boolean {
  return output === source && segments.some(({ warning }) => warning === 'over-limit');
}
