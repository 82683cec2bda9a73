/** What the drawing loop asks of a sampler, whichever method it follows. */

/**
 * The noises of one picture in their order, standard normal: the first is where it starts, the others are what a sampler
 * adds on its way. Each call draws the next, of the latents' length.
 */
export type NoiseStream = () => Float32Array;

/**
 * One trajectory from noise to a picture's latents. A sampler may remember earlier model outputs, so
 * each image in the making has its own; steps are taken in order, and the first that is taken begins anew.
 */
export interface Sampler {
  /** Timestep of each step, falling; not always whole. */
  readonly timesteps: readonly number[];
  /** Standard deviation of the noise to start from. */
  readonly initNoiseSigma: number;
  /**
   * Clean latents as they are before step `i`, with the noise that there is then.
   * @param noise standard normal, of the same length
   * @throws DiffusionError when `i` is no step or the lengths differ
   */
  addNoise(latents: Float32Array, noise: Float32Array, i: number): Float32Array;
  /** The latents as the U-Net is to see them at step `i`; any batch shape. */
  scaleInput(latents: Float32Array, i: number): Float32Array;
  /**
   * One denoising step.
   * @param i step, 0 to timesteps.length - 1
   * @param modelOutput the U-Net's output (after guidance) for `scaleInput(latents, i)` at `timesteps[i]`
   * @param latents the latents before the step, same length; left as they are
   * @param nextNoise asked once in each step that adds noise, never by samplers that add none
   * @returns the latents after the step
   * @throws DiffusionError when `i` is no step or comes out of order, or the lengths differ
   */
  step(i: number, modelOutput: Float32Array, latents: Float32Array, nextNoise: NoiseStream): Float32Array;
}

/**
 * The samplers there are, each as diffusers' scheduler of the same method: DPM-Solver++ 2M (Lu et al., arXiv 2211.01095),
 * Euler's method (Karras et al., arXiv 2206.00364) and its ancestral form (k-diffusion), UniPC (Zhao et al., arXiv 2302.04867), LCM for
 * models and adapters that draw in a few steps (Luo et al., arXiv 2310.04378) and DDIM (Song et al., arXiv 2010.02502).
 * `karras`: with the noise levels of Karras et al. `euler ancestral` and `lcm` add noise at their steps.
 */
export const SAMPLER_KINDS = [
  'dpmsolver++',
  'dpmsolver++ karras',
  'euler',
  'euler karras',
  'euler ancestral',
  'unipc',
  'unipc karras',
  'lcm',
  'ddim',
] as const;

/** One of `SAMPLER_KINDS`. */
export type SamplerKind = (typeof SAMPLER_KINDS)[number];
