/**
 * Keeps the screen awake while it is wanted. Browsers end that whenever the page is left, and refuse it where the battery is
 * low: it is asked for again whenever the page is there again.
 */

type Sentinel = Pick<WakeLockSentinel, 'released' | 'release'>;

interface Screen {
  /** Null where the browser can't. */
  wakeLock: { request: (kind: 'screen') => Promise<Sentinel> } | null;
  isVisible: () => boolean;
}

export class ScreenLock {
  readonly #screen: Screen;
  #wanted = false;
  #held: Sentinel | null = null;
  #asking = false;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** Whether it is to be awake from now on. */
  want(wanted: boolean): void {
    this.#wanted = wanted;
    void this.#settle();
  }

  /** The page came back, or went. */
  pageTurned(): void {
    void this.#settle();
  }

  async #settle(): Promise<void> {
    if (!this.#wanted) {
      const held = this.#held;
      this.#held = null;
      await held?.release().catch(() => undefined);
      return;
    }
    const { wakeLock, isVisible } = this.#screen;
    const holds = this.#held !== null && !this.#held.released;
    if (!wakeLock || holds || this.#asking || !isVisible()) return;
    this.#asking = true;
    try {
      this.#held = await wakeLock.request('screen');
    } catch {
      // Refused for now: the work goes on, and the screen may sleep.
    } finally {
      this.#asking = false;
    }
    // It may be wanted no more by the time it is granted.
    if (!this.#wanted) await this.#settle();
  }
}
