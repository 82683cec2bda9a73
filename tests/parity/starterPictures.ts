/** The starter on a lane, pictures that it draws, and how far they lie from the reference's. */

import {
  type Job,
  loadCheckpoint,
  Model,
  type Picture,
  preparePipeline,
  type Subject,
  seededNoise,
} from '@weft/engine';
import * as z from 'zod';
import { SAMPLERS } from '../../src/contract/drawing.ts';
import type { Lane } from './lane.ts';
import { laneSource } from './laneSource.ts';

const STARTER = 'public/models/starter';

/** What a reference picture was asked for, as listings beside the fixtures have it. */
export const PictureSettings = z.object({
  prompt: z.string(),
  negativePrompt: z.string(),
  guidanceScale: z.number(),
  samplingSteps: z.number(),
  sampler: z.enum(SAMPLERS),
  seed: z.number(),
});
export type PictureSettings = z.infer<typeof PictureSettings>;

/** Two pictures that lie no further apart hardly show whether an adapter or a word was applied at all. */
export const VISIBLE_LEVELS = 20;

const unhurried: Job = { yieldNow: async () => {}, stopping: false };

/** The starter, read and run by the lane. */
export async function openStarter(lane: Lane): Promise<Model> {
  return new Model(lane.runtime, await loadCheckpoint(laneSource(lane, STARTER, 'weft-starter')));
}

/** The subject's picture from the noise of `seed`, at the model's own size. */
export async function drawSubject(model: Model, subject: Omit<Subject, 'size'>, seed: number): Promise<Picture> {
  const pipeline = await preparePipeline(model, { ...subject, size: model.nativeSize });
  return pipeline.generate(seededNoise(seed, pipeline.latentCount), unhurried);
}

/** The largest difference of any pixel in any channel, in levels of 255. Throws RangeError for different sizes. */
export function levelsApart(a: Picture, b: Picture): number {
  if (a.width !== b.width || a.height !== b.height) throw new RangeError('the pictures differ in size');
  return a.rgba.reduce((largest, level, i) => Math.max(largest, Math.abs(level - (b.rgba[i] as number))), 0);
}
