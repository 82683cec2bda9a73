/** How pictures are drawn where a person says nothing else: as suits the open model, and in a few steps where an adapter makes them enough. */
import { STARTER_LORA } from '@weft/engine';
import type { ClassDrawing } from '../../../contract/adapters.ts';
import type { SamplingSettings } from '../../../contract/drawing.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import { CREATE_DEFAULTS } from './drawingDefaults.ts';

/** A consistency model's, and an LCM-LoRA's (Luo et al., arXiv 2311.05556): four steps, and guidance of 1 to 2. */
const LCM: SamplingSettings = { sampler: 'lcm', samplingSteps: 4, guidanceScale: 1.5 };
/** SD-Turbo's: one to four steps of Euler's method, without guidance. */
const TURBO: SamplingSettings = { sampler: 'euler', samplingSteps: 4, guidanceScale: 1 };

const { sampler, samplingSteps, guidanceScale } = CREATE_DEFAULTS;
const MANY_STEPS: SamplingSettings = { sampler, samplingSteps, guidanceScale };

/** What is known of the model that is open; null while none is. */
type Known = Pick<ModelInfo, 'fewSteps'> | null;

/**
 * The model's own way.
 * @param most steps at most, for pictures of which there are many or that are seen small
 */
export function defaultSampling(model: Known, most = MANY_STEPS.samplingSteps): SamplingSettings {
  const sampling = { lcm: LCM, turbo: TURBO, many: MANY_STEPS }[model?.fewSteps ?? 'many'];
  return { ...sampling, samplingSteps: Math.min(sampling.samplingSteps, most) };
}

/** With a few-step adapter, where there are many pictures: without guidance each step asks the model once. */
const LCM_UNGUIDED: SamplingSettings = { ...LCM, guidanceScale: 1 };

/** A form's own way, and its way with a few-step adapter. */
export interface SamplingPresets {
  usual: SamplingSettings;
  quick: SamplingSettings;
}

/** Of pictures that are looked at one by one. */
export function picturePresets(model: Known): SamplingPresets {
  return { usual: defaultSampling(model), quick: LCM };
}

/** Steps of a film's frames, of which there are hundreds. */
export const FRAME_STEPS = 10;

/** Of a film's frames. */
export function framePresets(model: Known): SamplingPresets {
  return { usual: defaultSampling(model, FRAME_STEPS), quick: LCM_UNGUIDED };
}

/** Steps of pictures that are seen small, or of which there are many that only hold the class in place. */
export const SKETCH_STEPS = 12;

/** Class images have seeds of their own, those of the engine's recipes. */
const { firstSeed } = STARTER_LORA.classDrawing;

/**
 * How class images are drawn.
 * @param fewStepAdapter id of the adapter that makes a few steps enough; null for the model's own way
 */
export function classDrawing(model: Known, fewStepAdapter: null): ClassDrawing & { adapters: never[] };
export function classDrawing(model: Known, fewStepAdapter: string | null): ClassDrawing;
export function classDrawing(model: Known, fewStepAdapter: string | null): ClassDrawing {
  return fewStepAdapter
    ? { ...LCM_UNGUIDED, firstSeed, adapters: [{ id: fewStepAdapter, weight: 1 }] }
    : { ...defaultSampling(model, SKETCH_STEPS), firstSeed, adapters: [] };
}
