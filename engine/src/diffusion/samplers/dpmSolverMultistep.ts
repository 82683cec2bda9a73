/**
 * DPM-Solver++(2M) (Lu et al. 2022, "DPM-Solver++: Fast Solver for Guided Sampling", algorithm 2),
 * step for step as diffusers' DPMSolverMultistepScheduler with its defaults: second order, midpoint,
 * the last step of first order and down to no noise at all.
 */
import { mixNoise, type NoiseSchedule } from '../schedule.ts';
import type { PredictionType } from '../schedulerConfig.ts';
import { type Level, levelAt, levelBefore, predictorStep, solverSteps } from './multistep.ts';
import { predictClean } from './prediction.ts';
import type { Sampler } from './sampler.ts';
import type { SigmaSpacing } from './sigmas.ts';
import { noSuchStep, outOfOrder } from './stepError.ts';
import { roundHalfEven } from './timesteps.ts';

export class DpmSolverMultistepSampler implements Sampler {
  readonly timesteps: readonly number[];
  readonly initNoiseSigma = 1;
  /** Noise over signal at each step, and 0 at the clean end. */
  readonly sigmas: Float32Array;
  private readonly predictionType: PredictionType;
  /** One for each of the sigmas. */
  private readonly levels: Level[];
  private previous: { step: number; level: Level; clean: Float32Array } | null = null;

  /** @throws DiffusionError when `steps` is not a whole number that the schedule has room for */
  constructor(
    schedule: NoiseSchedule,
    steps: number,
    spacing: SigmaSpacing,
    private readonly first = 0,
  ) {
    const { prediction_type, beta_schedule } = schedule.config;
    // diffusers rounds Karras's timesteps for all schedules but this one, whose it cuts.
    const toWhole = beta_schedule === 'squaredcos_cap_v2' ? Math.trunc : roundHalfEven;
    const { timesteps, sigmas } = solverSteps(schedule, steps, spacing, toWhole);
    this.timesteps = timesteps;
    this.predictionType = prediction_type;
    this.sigmas = sigmas;
    this.levels = Array.from(sigmas, levelAt);
  }

  addNoise(latents: Float32Array, noise: Float32Array, i: number): Float32Array {
    return mixNoise(latents, noise, levelBefore(this.levels, i));
  }

  scaleInput(latents: Float32Array): Float32Array {
    return latents;
  }

  step(i: number, modelOutput: Float32Array, latents: Float32Array): Float32Array {
    const from = this.levels[i];
    const to = this.levels[i + 1];
    if (from === undefined || to === undefined) throw noSuchStep(i, this.timesteps.length);
    const before = i === this.first ? null : this.previous;
    if (i !== this.first && before?.step !== i - 1) throw outOfOrder(i);
    const clean = predictClean(this.predictionType, modelOutput, latents, from);
    this.previous = { step: i, level: from, clean };
    return predictorStep(from, to, latents, clean, i === this.timesteps.length - 1 ? null : before);
  }
}
