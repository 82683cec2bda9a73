/** Counts bytes against a total, and tells how fast they come and how long the rest will take. */
import type { TransferProgress } from '../../../src/contract/modelsWorker.ts';

/** Milliseconds between two reports. */
const REPORT_EVERY = 150;
/** Milliseconds over which speed is measured: long enough to be calm, short enough to follow the connection. */
const SPEED_WINDOW = 8000;

export class TransferMeter {
  #done = 0;
  #phase: TransferProgress['phase'] = 'transfer';
  #reported = Number.NEGATIVE_INFINITY;
  /** Bytes transferred by then, oldest first. */
  #samples: { at: number; bytes: number }[] = [];
  #transferred = 0;
  /** What was not reported at once is reported later, so that a transfer which stands still shows where. */
  #later: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly totalBytes: number,
    private readonly report: (progress: TransferProgress) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Bytes that need not come any more, such as those of an earlier download. */
  alreadyThere(bytes: number): void {
    this.#done += bytes;
    this.#tell(false);
  }

  /** Bytes that came just now. */
  came(bytes: number): void {
    this.#done += bytes;
    this.#transferred += bytes;
    this.#samples.push({ at: this.now(), bytes: this.#transferred });
    this.#enter('transfer');
  }

  /** Bytes that have to come once more. */
  lost(bytes: number): void {
    this.#done -= bytes;
    this.#tell(true);
  }

  checking(): void {
    this.#enter('check');
  }

  /** The connection broke, and the next try is some time away. */
  waiting(): void {
    this.#enter('wait');
    this.#samples = [];
  }

  /** The connection stands, and nothing comes over it. */
  stalled(): void {
    this.#enter('stall');
    this.#samples = [];
  }

  #enter(phase: TransferProgress['phase']): void {
    const changed = this.#phase !== phase;
    this.#phase = phase;
    this.#tell(changed);
  }

  #tell(atOnce: boolean): void {
    const now = this.now();
    const whole = this.#done >= this.totalBytes;
    if (!atOnce && !whole && now - this.#reported < REPORT_EVERY) {
      this.#later ??= setTimeout(() => this.#tell(true), REPORT_EVERY);
      return;
    }
    if (this.#later !== null) clearTimeout(this.#later);
    this.#later = null;
    this.#reported = now;
    const bytesPerSecond = this.#phase === 'transfer' ? this.#speed(now) : null;
    this.report({
      phase: this.#phase,
      doneBytes: this.#done,
      totalBytes: this.totalBytes,
      bytesPerSecond,
      secondsLeft: bytesPerSecond ? (this.totalBytes - this.#done) / bytesPerSecond : null,
    });
  }

  #speed(now: number): number | null {
    while (this.#samples.length > 2 && now - (this.#samples[0]?.at ?? now) > SPEED_WINDOW) this.#samples.shift();
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.at - first.at < 500) return null;
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
  }
}
