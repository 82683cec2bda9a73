/**
 * What a single file's U-Net predicts, noise or velocity, and the size of the pictures that it was trained on: Stable
 * Diffusion 1 always noise at 512 pixels, 2 one or the other. The file is asked in this order:
 *
 * 1. a `scheduler/scheduler_config.json` beside it, by which a person overrides what follows;
 * 2. its metadata (`modelspec.prediction_type`, `modelspec.resolution`) or the empty tensor `v_pred` that newer
 *    trainers leave;
 * 3. one of its tensors: the biases of the last norm before self-attention spread wider in nets that predict velocity.
 *    The bound is ComfyUI's (`comfy/supported_models.py`), which tells Stable Diffusion 2's published models apart.
 */
import type { PredictionType } from '../../../diffusion/schedulerConfig.ts';
import { readFloat32 } from '../../../weights/storedValues.ts';
import type { StoredFile, StoredTensor } from '../../../weights/weightFile.ts';
import type { Family } from './derivedConfigs.ts';

/** The least standard deviation of those biases in a net that predicts velocity. */
const VELOCITY_SPREAD = 0.09;

/** Latents to a side: pictures of 512 and 768 pixels. */
const SAMPLE_SIZES = { epsilon: 64, v_prediction: 96 } as const;
const PIXELS_PER_LATENT = 8;

/** @param lastNorm the biases of rule 3 */
export async function predictionOf(
  { tensors, metadata }: StoredFile,
  family: Family,
  lastNorm: StoredTensor | undefined,
): Promise<Exclude<PredictionType, 'sample'>> {
  const told = metadata['modelspec.prediction_type'];
  if (told === 'epsilon') return 'epsilon';
  if (told === 'v' || told === 'v_prediction' || tensors.has('v_pred')) return 'v_prediction';
  if (family === 1 || !lastNorm) return 'epsilon';
  return standardDeviation(await readFloat32(lastNorm)) > VELOCITY_SPREAD ? 'v_prediction' : 'epsilon';
}

/** Latents to a side of the pictures that the model was trained on. */
export function sampleSizeOf({ metadata }: StoredFile, family: Family, prediction: PredictionType): number {
  const [, width] = /^(\d{3,4})x\d{3,4}$/.exec(metadata['modelspec.resolution'] ?? '') ?? [];
  if (width && Number(width) % PIXELS_PER_LATENT === 0) return Number(width) / PIXELS_PER_LATENT;
  return family === 2 && prediction === 'v_prediction' ? SAMPLE_SIZES.v_prediction : SAMPLE_SIZES.epsilon;
}

function standardDeviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
