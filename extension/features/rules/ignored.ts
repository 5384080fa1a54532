import { createHash } from 'node:crypto';

interface Memory {
  get<Value>(key: string, fallback: Value): Value;
  update(key: string, value: unknown): Thenable<void>;
}

const sentencesKey = 'interlinear.rules.ignoredSentences';
const rulesKey = 'interlinear.rules.ignoredRules';
/** Of the sentences; the oldest are forgotten. */
const capacity = 1000;

/** What a person does not want to be told of any more, in this workspace. Sentences are kept as hashes, not as text. */
export class Ignored {
  public constructor(private readonly memory: Memory) {}

  public has(rule: string, sentence: string): boolean {
    return this.rules.includes(rule) || this.sentences.includes(hashOf(rule, sentence));
  }

  public hasRule(rule: string): boolean {
    return this.rules.includes(rule);
  }

  public async addSentence(rule: string, sentence: string): Promise<void> {
    const sentences = new Set([...this.sentences, hashOf(rule, sentence)]);
    await this.memory.update(sentencesKey, [...sentences].slice(-capacity));
  }

  public async addRule(rule: string): Promise<void> {
    await this.memory.update(rulesKey, [...new Set([...this.rules, rule])]);
  }

  /** @returns how many there were */
  public async clear(): Promise<number> {
    const count = this.sentences.length + this.rules.length;
    await this.memory.update(sentencesKey, undefined);
    await this.memory.update(rulesKey, undefined);
    return count;
  }

  private get sentences(): readonly string[] {
    return this.memory.get<readonly string[]>(sentencesKey, []);
  }

  private get rules(): readonly string[] {
    return this.memory.get<readonly string[]>(rulesKey, []);
  }
}

function hashOf(rule: string, sentence: string): string {
  return createHash('sha256')
    .update(JSON.stringify([rule, sentence]))
    .digest('base64url')
    .slice(0, 22);
}
