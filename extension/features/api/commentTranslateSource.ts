import type { InterlinearApi, TranslationSource } from './interlinearApi.js';
import type { Manifest } from '../../core/model/manifest.js';
import type { ModelService } from '../../model/modelService.js';
import { findTarget, isSameWriting, translationTargets } from '../../core/instructions/translationTargets.js';

/** The name under which Comment Translate knows us; the same in `contributes.translates`. */
export const sourceName = 'interlinear';

/** What Comment Translate writes for "find out" and for "my own language". */
const automatic = 'auto';

interface Parts {
  readonly model: Pick<ModelService, 'manifest' | 'rewrite'>;
  /** Finds out the language of a text: its code, or undefined if that is not certain. */
  readonly detect: (manifest: Manifest, text: string) => Promise<string | undefined>;
  /** Language of the interface. */
  readonly interfaceLanguage: string;
  /** What a person is told when the model does not know a language. */
  readonly unknown: {
    target(language: string, known: string): string;
    source(language: string, known: string): string;
  };
}

/** Makes us a source of translations for the extension Comment Translate. */
export function extendTranslate(parts: Parts): InterlinearApi['extendTranslate'] {
  return (registry) => {
    registry(
      sourceName,
      class implements TranslationSource {
        public readonly maxLen = 3000;
        /** Languages of the model, once it was asked. */
        private known: readonly string[] | undefined;

        public async translate(
          content: string,
          { from = automatic, to = automatic }: { from?: string; to?: string } = {},
        ): Promise<string> {
          if (content.trim() === '') return content;
          const manifest = await parts.model.manifest();
          this.known = manifest.languages;
          return translate(parts, manifest, content, from, to);
        }

        /** We have no page to show. */
        public link(): string {
          return '';
        }

        public isSupported(language: string): boolean {
          return (
            language === automatic || (this.known?.some((code) => isSameWriting(code, language)) ?? true)
          );
        }
      },
    );
  };
}

async function translate(
  { model, detect, interfaceLanguage, unknown }: Parts,
  manifest: Manifest,
  content: string,
  from: string,
  to: string,
): Promise<string> {
  const known = manifest.languages.join(', ');
  const wanted = to === automatic || to === '' ? interfaceLanguage : to;
  const target = findTarget(manifest, wanted);
  if (target === undefined) {
    const targets = translationTargets(manifest).map(({ code }) => code);
    throw new Error(unknown.target(wanted, targets.join(', ')));
  }
  const source = from === automatic || from === '' ? await detect(manifest, content) : from;
  if (source !== undefined && !manifest.languages.some((code) => isSameWriting(code, source))) {
    throw new Error(unknown.source(source, known));
  }
  if (source !== undefined && isSameWriting(source, target.code)) return content;
  const [result] = await model.rewrite({ texts: [content], instruction: target.instruction });
  return result?.output ?? content;
}
