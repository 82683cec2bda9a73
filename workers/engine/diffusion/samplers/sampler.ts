/** What the drawing loop asks of a sampler, whichever method it follows. */

/**
 * One trajectory from noise to a picture's latents. A sampler remembers earlier model outputs, so
 * each image in the making has its own; steps are taken in order, and step 0 begins anew.
 */
export interface Sampler {
  /** Timestep of each step, falling. */
  readonly timesteps: readonly number[];
  /** Standard deviation of the noise to start from. */
  readonly initNoiseSigma: number;
  /** The latents as the U-Net is to see them at step `i`; any batch shape. */
  scaleInput(latents: Float32Array, i: number): Float32Array;
  /**
   * One denoising step.
   * @param i step, 0 to timesteps.length - 1
   * @param modelOutput the U-Net's output (after guidance) for `latents` at `timesteps[i]`
   * @param latents the latents before the step, same length; left as they are
   * @returns the latents after the step
   * @throws DiffusionError when `i` is no step or comes out of order, or the lengths differ
   */
  step(i: number, modelOutput: Float32Array, latents: Float32Array): Float32Array;
}

/** The samplers there are. */
export type SamplerKind = 'ddim' | 'dpmsolver++';
