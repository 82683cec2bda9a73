/** What each step of a picture's way asks of the U-Net, where work is saved. */

/** Ways to save work, at the price of another picture than the whole work gives. */
export interface Thrift {
  /**
   * Share of the steps that have guidance, from 0 to 1, the first ones: what guidance does it does early. As `stop` of the
   * guiders of diffusers; 1 for all. A step without guidance takes half the work.
   */
  guidanceStop?: number;
  /**
   * The deep layers of the U-Net are computed at every so many steps, and their results used again at those between
   * (DeepCache: Ma et al., arXiv 2312.00858); a whole number, 1 for at every step.
   */
  deepEvery?: number;
}

/** One step's. */
export interface StepWork {
  /** Whether both prompts are asked. */
  guided: boolean;
  /** Whether the deep layers are computed anew. */
  whole: boolean;
}

/**
 * What is asked of the U-Net at each step of the way.
 * @param steps of the whole way
 * @param guidanceScale 1 or less for no guidance at any step
 */
export function stepWork(
  steps: number,
  guidanceScale: number,
  { guidanceStop = 1, deepEvery = 1 }: Thrift,
): StepWork[] {
  const guidedSteps = guidanceScale > 1 ? Math.trunc(guidanceStop * steps) : 0;
  return Array.from({ length: steps }, (_, i) => {
    const guided = i < guidedSteps;
    // Where guidance ends, what was kept is of two prompts, and one is asked.
    return { guided, whole: i % deepEvery === 0 || i === guidedSteps };
  });
}
