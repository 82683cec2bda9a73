/**
 * DPM-Solver++(2M) (Lu et al. 2022, "DPM-Solver++: Fast Solver for Guided Sampling", algorithm 2),
 * step for step as diffusers' DPMSolverMultistepScheduler with its defaults: second order, midpoint,
 * the last step of first order and down to no noise at all.
 */
import { DiffusionError } from '../diffusionError.ts';
import type { NoiseSchedule } from '../schedule.ts';
import { predictClean } from './prediction.ts';
import type { Sampler } from './sampler.ts';
import { sampleTimesteps } from './timesteps.ts';

/** The noise level at one point of the trajectory. */
interface Level {
  signal: number;
  noise: number;
  /** Half the logarithm of the signal-to-noise ratio: the solver's time. */
  lambda: number;
}

export class DpmSolverMultistepSampler implements Sampler {
  readonly timesteps: readonly number[];
  readonly initNoiseSigma = 1;
  private readonly predictionType: NoiseSchedule['config']['prediction_type'];
  /** One for each step, and the clean end. */
  private readonly levels: Level[];
  private previous: { step: number; clean: Float32Array } | null = null;

  /** @throws DiffusionError when `steps` is not a whole number that the schedule has room for */
  constructor(schedule: NoiseSchedule, steps: number) {
    this.timesteps = sampleTimesteps(schedule, steps, 'steps+1');
    this.predictionType = schedule.config.prediction_type;
    this.levels = this.timesteps.map((timestep) => {
      const alphaCumprod = schedule.alphasCumprod[timestep] as number;
      return levelAt(Math.fround(Math.sqrt((1 - alphaCumprod) / alphaCumprod)));
    });
    this.levels.push(levelAt(0));
  }

  scaleInput(latents: Float32Array): Float32Array {
    return latents;
  }

  step(i: number, modelOutput: Float32Array, latents: Float32Array): Float32Array {
    const from = this.levels[i];
    const to = this.levels[i + 1];
    if (from === undefined || to === undefined) {
      throw new DiffusionError(`There is no sampling step ${i}.`, `Take steps 0 to ${this.timesteps.length - 1}.`);
    }
    const previous = i === 0 ? null : this.previous;
    if (i > 0 && previous?.step !== i - 1) {
      throw new DiffusionError(
        `Sampling step ${i} doesn't follow on the one before.`,
        'Take the steps in order from 0.',
      );
    }
    const clean = predictClean(this.predictionType, modelOutput, latents, from);
    this.previous = { step: i, clean };

    const h = to.lambda - from.lambda;
    const keep = to.noise / from.noise;
    const gain = -to.signal * Math.expm1(-h);
    if (previous === null || i === this.timesteps.length - 1) {
      return latents.map((value, j) => keep * value + gain * (clean[j] as number));
    }
    // Second order: half a stride further along the line through this prediction and the one before.
    const before = this.levels[i - 1] as Level;
    const reach = h / (2 * (from.lambda - before.lambda));
    return latents.map((value, j) => {
      const now = clean[j] as number;
      return keep * value + gain * (now + reach * (now - (previous.clean[j] as number)));
    });
  }
}

/** @param sigma noise over signal; 0 is the clean end, infinitely far in the solver's time */
function levelAt(sigma: number): Level {
  const signal = 1 / Math.sqrt(sigma * sigma + 1);
  return { signal, noise: sigma * signal, lambda: -Math.log(sigma) };
}
