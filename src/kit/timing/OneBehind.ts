/** Work that lags one piece behind whoever hands it over, so that the next piece can be made meanwhile. */
export class OneBehind {
  #running: Promise<void> = Promise.resolve();
  #failure: { error: unknown } | null = null;
  readonly #failed = new AbortController();

  /** Aborted as soon as a piece has failed: making more of them is of no use. */
  get failed(): AbortSignal {
    return this.#failed.signal;
  }

  /** Waits for the piece before, and starts this one. A failure doesn't keep the piece after it from being done. */
  async handOver(piece: () => Promise<void>): Promise<void> {
    await this.#running;
    this.#running = piece().catch((error: unknown) => {
      this.#failure ??= { error };
      this.#failed.abort();
    });
  }

  /** Waits for the last piece; tells the first failure there was, or null. */
  async settle(): Promise<{ error: unknown } | null> {
    await this.#running;
    return this.#failure;
  }
}
