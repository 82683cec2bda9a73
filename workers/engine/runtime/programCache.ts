/** Programs by what they were built for; the least recently used one goes when there are too many. */
import type { Program } from './program.ts';

/** A bounded cache of programs. */
export class ProgramCache {
  private readonly programs = new Map<string, Promise<Program>>();

  constructor(private readonly capacity: number) {}

  /** The program for `key`, built if it isn't there. A failed build is not kept. */
  async get(key: string, build: () => Promise<Program>): Promise<Program> {
    const known = this.programs.get(key);
    const program = known ?? build();
    this.programs.delete(key);
    this.programs.set(key, program);
    try {
      const ready = await program;
      await this.trim();
      return ready;
    } catch (error) {
      this.programs.delete(key);
      throw error;
    }
  }

  /** Releases every program, or those whose key is chosen. */
  async clear(chosen: (key: string) => boolean = () => true): Promise<void> {
    const gone = [...this.programs].filter(([key]) => chosen(key));
    for (const [key] of gone) this.programs.delete(key);
    await Promise.all(gone.map(async ([, program]) => (await program).release()));
  }

  private async trim(): Promise<void> {
    for (const [key, program] of this.programs) {
      if (this.programs.size <= this.capacity) return;
      this.programs.delete(key);
      await (await program).release();
    }
  }
}
