/**
 * UniPC of order 2 (Zhao et al. 2023, "UniPC: A Unified Predictor-Corrector Framework for Fast Sampling of Diffusion
 * Models", algorithms 7 and 8 with B₂(h) = eʰ − 1, on clean predictions), step for step as diffusers'
 * UniPCMultistepScheduler with its defaults. Each model output first corrects the step that led to it.
 */
import { mixNoise, type NoiseSchedule } from '../schedule.ts';
import type { PredictionType } from '../schedulerConfig.ts';
import { firstOrder, type Level, levelAt, levelBefore, predictorStep, solverSteps } from './multistep.ts';
import { predictClean } from './prediction.ts';
import type { Sampler } from './sampler.ts';
import type { SigmaSpacing } from './sigmas.ts';
import { noSuchStep, outOfOrder } from './stepError.ts';
import { roundHalfEven } from './timesteps.ts';

/** What a step leaves for the next. */
interface Taken {
  step: number;
  level: Level;
  clean: Float32Array;
  /** The latents that the step went out from. */
  latents: Float32Array;
  /** The step before, where the step was of second order. */
  before: Taken | null;
}

export class UniPcSampler implements Sampler {
  readonly timesteps: readonly number[];
  readonly initNoiseSigma = 1;
  /** Noise over signal at each step, and 0 at the clean end. */
  readonly sigmas: Float32Array;
  private readonly predictionType: PredictionType;
  /** One for each of the sigmas. */
  private readonly levels: Level[];
  private previous: Taken | null = null;

  /** @throws DiffusionError when `steps` is not a whole number that the schedule has room for */
  constructor(
    schedule: NoiseSchedule,
    steps: number,
    spacing: SigmaSpacing,
    private readonly first = 0,
  ) {
    const { timesteps, sigmas } = solverSteps(schedule, steps, spacing, roundHalfEven);
    this.timesteps = timesteps;
    this.predictionType = schedule.config.prediction_type;
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
    const level = this.levels[i];
    const to = this.levels[i + 1];
    if (level === undefined || to === undefined) throw noSuchStep(i, this.timesteps.length);
    const previous = i === this.first ? null : this.previous;
    if (i !== this.first && previous?.step !== i - 1) throw outOfOrder(i);
    const clean = predictClean(this.predictionType, modelOutput, latents, level);
    const corrected = previous === null ? latents : correctedStep(previous, level, clean);
    // The last step goes down to no noise at all, where only the first order is defined.
    const before = i === this.timesteps.length - 1 ? null : previous;
    // Of the step before nothing further back is wanted any more.
    this.previous = { step: i, level, clean, latents: corrected, before: before && { ...before, before: null } };
    return predictorStep(level, to, corrected, clean, before);
  }
}

/** The step that was taken from `taken` to `to`, anew with what the model said there (UniC). */
function correctedStep({ level: from, clean, latents, before }: Taken, to: Level, arrived: Float32Array): Float32Array {
  const { keep, gain } = firstOrder(from, to);
  const toward = (j: number) => (arrived[j] as number) - (clean[j] as number);
  if (before === null) {
    return latents.map((value, j) => keep * value + gain * ((clean[j] as number) + 0.5 * toward(j)));
  }
  const h = to.lambda - from.lambda;
  const r = (before.level.lambda - from.lambda) / h;
  const [backWeight, towardWeight] = correctorWeights(h, r);
  return latents.map((value, j) => {
    const now = clean[j] as number;
    const back = ((before.clean[j] as number) - now) / r;
    return keep * value + gain * (now + backWeight * back + towardWeight * toward(j));
  });
}

/**
 * The two weights for which the corrector is exact to its order: ρ₁ + ρ₂ = b₁ and r·ρ₁ + ρ₂ = b₂.
 * @param h the stride in the solver's time; @param r where the earlier prediction lies, in strides (negative)
 */
function correctorWeights(h: number, r: number): [number, number] {
  const growth = Math.expm1(-h);
  const phi1 = growth / -h - 1;
  const phi2 = phi1 / -h - 0.5;
  const b1 = phi1 / growth;
  const b2 = (2 * phi2) / growth;
  const back = (b1 - b2) / (1 - r);
  return [back, b1 - back];
}
