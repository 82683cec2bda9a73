/**
 * Early stopping (Prechelt 1998): a run ends once the loss on images that it doesn't learn from has not fallen for several
 * measurements, and what is kept is what was best on them.
 */

/** What was best so far on the images held out. */
export interface BestMeasure {
  /** The step after which it was measured. */
  step: number;
  /** The evaluation loss on the images held out. */
  heldOut: number;
  /** What had been learnt by then. */
  theta: Float32Array<ArrayBuffer>;
  /** Measurements since then, none of them better. */
  waited: number;
}

export class EarlyStop {
  private found: BestMeasure | null;

  /**
   * @param patience measurements without a better one after which the run ends; 0 never ends it, and keeps nothing
   * @param before what a run that goes on had found
   */
  constructor(
    private readonly patience: number,
    before: BestMeasure | null,
  ) {
    this.found = patience > 0 ? before : null;
  }

  get best(): BestMeasure | null {
    return this.found;
  }

  /** Whether the loss has turned. */
  get turned(): boolean {
    return this.found !== null && this.found.waited >= this.patience;
  }

  /** Hears of a measurement; a loss that is no number is no better than any. */
  measured(step: number, heldOut: number | null, theta: Float32Array): void {
    if (this.patience === 0 || heldOut === null) return;
    if (heldOut < (this.found?.heldOut ?? Number.POSITIVE_INFINITY)) {
      this.found = { step, heldOut, theta: Float32Array.from(theta), waited: 0 };
    } else if (this.found) this.found = { ...this.found, waited: this.found.waited + 1 };
  }
}
