interface Memory {
  get<Value>(key: string, fallback: Value): Value;
  update(key: string, value: unknown): Thenable<void>;
}

const key = 'interlinear.instruct.history';
const capacity = 20;

/** The instructions a person used, as they read or typed them, latest first, each once. */
export class InstructionHistory {
  public constructor(private readonly memory: Memory) {}

  public entries(): readonly string[] {
    return this.memory.get<readonly string[]>(key, []);
  }

  public async add(instruction: string): Promise<void> {
    const others = this.entries().filter((entry) => entry !== instruction);
    await this.memory.update(key, [instruction, ...others].slice(0, capacity));
  }

  public async remove(instruction: string): Promise<void> {
    await this.memory.update(
      key,
      this.entries().filter((entry) => entry !== instruction),
    );
  }
}
