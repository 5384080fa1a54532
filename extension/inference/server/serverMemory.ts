/** How much memory the process may have, in megabytes (2^20 bytes). */
export class ServerMemory {
  /** @param ceiling null: as much as there is */
  public constructor(
    public readonly ceiling: number | null,
    private readonly residentBytes: () => number = () => process.memoryUsage.rss(),
  ) {}

  /** Whether it has more now. */
  public get isExceeded(): boolean {
    return this.ceiling !== null && this.residentBytes() > this.ceiling * 2 ** 20;
  }
}
