interface Memory {
  get<Value>(key: string, fallback: Value): Value;
  update(key: string, value: unknown): Thenable<void>;
}

const key = 'interlinear.translate.targets';

/** Stands for "wherever it was", for a place where nothing was translated yet. */
const anywhere = '*';

/** Remembers the last target language of each kind of place, see `surfaceOf`. */
export class TargetMemory {
  public constructor(private readonly memory: Memory) {}

  /** Code of the language; of another place, if none is known of this one. */
  public last(surface: string): string | undefined {
    const targets = this.read();
    return targets[surface] ?? targets[anywhere];
  }

  public async remember(surface: string, target: string): Promise<void> {
    await this.memory.update(key, { ...this.read(), [anywhere]: target, [surface]: target });
  }

  private read(): Readonly<Record<string, string>> {
    return this.memory.get<Record<string, string>>(key, {});
  }
}
