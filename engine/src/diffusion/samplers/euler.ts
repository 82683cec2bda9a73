/**
 * Euler's method in σ, noise over signal (Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based
 * Generative Models", algorithm 1 without its second half), and its ancestral form, which steps below the next noise
 * level and adds new noise up to it; step for step as diffusers' EulerDiscreteScheduler and
 * EulerAncestralDiscreteScheduler. Latents are kept unscaled: signal of strength 1, noise of strength σ.
 */
import { mixNoise, type NoiseSchedule } from '../schedule.ts';
import type { PredictionType } from '../schedulerConfig.ts';
import { predictClean } from './prediction.ts';
import type { NoiseStream, Sampler } from './sampler.ts';
import { evenSigmas, karrasSigmas, type SigmaSpacing, scalesOf, sigmaAt } from './sigmas.ts';
import { noSuchStep } from './stepError.ts';

const GRID = { spacing: 'linspace', cleanEnd: false, fractional: true } as const;

const { fround } = Math;

export class EulerSampler implements Sampler {
  readonly timesteps: readonly number[];
  readonly initNoiseSigma: number;
  /** Noise over signal at each step, and 0 at the clean end. */
  readonly sigmas: Float32Array;
  private readonly predictionType: PredictionType;
  private readonly ancestral: boolean;

  /** @throws DiffusionError when `steps` is not a whole number that the schedule has room for */
  constructor(
    schedule: NoiseSchedule,
    steps: number,
    { sigmaSpacing, ancestral }: { sigmaSpacing: SigmaSpacing; ancestral: boolean },
  ) {
    const even = evenSigmas(schedule, steps, GRID);
    const sigmaOf = (i: number) => sigmaAt(schedule, even.timesteps.at(i) as number);
    const range = { most: sigmaOf(0), least: sigmaOf(-1) };
    const chosen = sigmaSpacing === 'even' ? even : karrasSigmas(schedule, steps, range, Math.fround);
    this.timesteps = chosen.timesteps;
    this.sigmas = chosen.sigmas;
    this.predictionType = schedule.config.prediction_type;
    this.ancestral = ancestral;
    const first = this.sigmas[0] as number;
    const spacing = schedule.config.timestep_spacing ?? GRID.spacing;
    // Spaced to end at the last timestep, the start is taken for pure noise; otherwise for what is left of a picture
    // of unit variance beside the noise.
    this.initNoiseSigma = spacing === 'leading' ? Math.sqrt(first * first + 1) : first;
  }

  addNoise(latents: Float32Array, noise: Float32Array, i: number): Float32Array {
    return mixNoise(latents, noise, { signal: 1, noise: this.sigmaOf(i) });
  }

  scaleInput(latents: Float32Array, i: number): Float32Array {
    const { signal } = scalesOf(this.sigmaOf(i));
    return latents.map((value) => value * signal);
  }

  step(i: number, modelOutput: Float32Array, latents: Float32Array, nextNoise: NoiseStream): Float32Array {
    const from = this.sigmaOf(i);
    const to = this.sigmas[i + 1] as number;
    const clean = predictClean(this.predictionType, modelOutput, this.scaleInput(latents, i), scalesOf(from));
    const { down, up } = this.ancestral ? ancestralStep(from, to) : { down: to, up: 0 };
    // The stride is rounded as diffusers rounds it: a last bit of a very large σ is not little beside the next.
    const keep = 1 + fround(down - from) / from;
    const noise = up > 0 ? nextNoise() : null;
    return latents.map((value, j) => {
      const stepped = keep * value + (1 - keep) * (clean[j] as number);
      return noise ? stepped + up * (noise[j] as number) : stepped;
    });
  }

  private sigmaOf(i: number): number {
    const sigma = i < this.timesteps.length ? this.sigmas[i] : undefined;
    if (sigma === undefined) throw noSuchStep(i, this.timesteps.length);
    return sigma;
  }
}

/**
 * Where the step goes to, and how much new noise leads from there to `to`: down² + up² = to². Reckoned in float32 as
 * diffusers does, for the same reason as above.
 */
function ancestralStep(from: number, to: number): { down: number; up: number } {
  const [fromSquared, toSquared] = [fround(from * from), fround(to * to)];
  const upSquared = fround(fround(toSquared * fround(fromSquared - toSquared)) / fromSquared);
  const up = fround(Math.sqrt(upSquared));
  return { down: fround(Math.sqrt(Math.max(fround(toSquared - fround(up * up)), 0))), up };
}
