/** Programs by what they were built for; the least recently used ones go when there are too many or they are too large. */
import type { Program } from './program.ts';

/** What a cache may hold at a time. */
export interface CacheLimits {
  programs: number;
  /** Bytes that programs hold for themselves, all together; a single one may have more. */
  bytes: number;
}

interface Entry {
  program: Promise<Program>;
  bytes: number;
}

/** A bounded cache of programs. */
export class ProgramCache {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly limits: CacheLimits) {}

  /**
   * The program for `key`, built if it isn't there: others make room for it before. A failed build is not kept.
   * @param bytes that the program will hold for itself
   */
  async get(key: string, bytes: number, build: () => Promise<Program>): Promise<Program> {
    const known = this.entries.get(key);
    const entry = known ?? { bytes, program: this.makeRoom(bytes).then(build) };
    this.entries.delete(key);
    this.entries.set(key, entry);
    try {
      return await entry.program;
    } catch (error) {
      if (this.entries.get(key) === entry) this.entries.delete(key);
      throw error;
    }
  }

  /** Releases the programs whose keys begin so; every one by default. */
  async release(prefix = ''): Promise<void> {
    const leaving = [...this.entries].filter(([key]) => key.startsWith(prefix));
    for (const [key] of leaving) this.entries.delete(key);
    await Promise.all(leaving.map(async ([, { program }]) => (await program).release()));
  }

  private async makeRoom(bytes: number): Promise<void> {
    const leaving: Entry[] = [];
    let held = [...this.entries.values()].reduce((sum, entry) => sum + entry.bytes, 0);
    for (const [key, entry] of this.entries) {
      if (this.entries.size < this.limits.programs && held + bytes <= this.limits.bytes) break;
      this.entries.delete(key);
      leaving.push(entry);
      held -= entry.bytes;
    }
    for (const { program } of leaving) await (await program).release();
  }
}
