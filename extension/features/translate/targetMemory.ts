interface Memory {
  get<Value>(key: string, fallback: Value): Value;
  update(key: string, value: unknown): Thenable<void>;
}

const key = 'interlinear.translate.targets';

/**
 * Remembers the last target language per document language id: who translates Markdown into German may well
 * translate commit messages into English.
 */
export class TargetMemory {
  public constructor(private readonly memory: Memory) {}

  public last(languageId: string): string | undefined {
    return this.read()[languageId];
  }

  public async remember(languageId: string, target: string): Promise<void> {
    await this.memory.update(key, { ...this.read(), [languageId]: target });
  }

  private read(): Readonly<Record<string, string>> {
    return this.memory.get<Record<string, string>>(key, {});
  }
}
