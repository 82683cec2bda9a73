/** Work on things that are being typed: for each of them it waits until typing rests. */
export class Resting {
  readonly #rest: number;
  readonly #work: (id: string) => Promise<void>;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** @param rest milliseconds without another key */
  constructor(rest: number, work: (id: string) => Promise<void>) {
    this.#rest = rest;
    this.#work = work;
  }

  /** Another key was typed. */
  typed(id: string): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.set(
      id,
      setTimeout(() => void this.#do(id), this.#rest),
    );
  }

  /** Whether its work is still to be done. */
  waits(id: string): boolean {
    return this.#timers.has(id);
  }

  /** Does at once what waits. */
  async now(): Promise<void> {
    const waiting = [...this.#timers];
    for (const [, timer] of waiting) clearTimeout(timer);
    await Promise.all(waiting.map(([id]) => this.#do(id)));
  }

  #do(id: string): Promise<void> {
    this.#timers.delete(id);
    return this.#work(id);
  }
}
