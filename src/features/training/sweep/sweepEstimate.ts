/** What a sweep will take, told before it starts. Pure. */
import { SAMPLE_SEEDS } from '@weft/engine';
import type { RunShape } from '../../../contract/studioWorker.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import { usesClassImages } from '../classImages/askedClassImages.ts';
import { type RunPace, trainingSeconds } from '../run/trainingProgress.ts';

/** Bytes of a number in θ. */
const FLOAT = 4;
/** Bytes of a pixel. */
const PIXEL = 4;

/** What a run’s class images depend on beside their number: runs that agree in it share them. */
const classKey = (settings: TrainSettings): string | null =>
  usesClassImages(settings) && !settings.ownClassImages
    ? JSON.stringify([settings.classPrompt, settings.resolution, settings.quickClassImages])
    : null;

/** The class images that each run draws: those that runs before it drew are there. @param kept that are there already */
export function drawnByEach(runs: readonly TrainSettings[], kept: (settings: TrainSettings) => number): number[] {
  const there = new Map<string, number>();
  return runs.map((settings) => {
    const key = classKey(settings);
    if (key === null || settings.method !== 'lora') return 0;
    const before = there.get(key) ?? kept(settings);
    there.set(key, Math.max(before, settings.classImages));
    return Math.max(0, settings.classImages - before);
  });
}

/** Seconds that all runs will take. @param pace of a run, whose class images may be drawn in another way */
export function sweepSeconds(
  runs: readonly TrainSettings[],
  pace: (settings: TrainSettings) => RunPace,
  kept: (settings: TrainSettings) => number,
): number {
  const drawn = drawnByEach(runs, kept);
  return runs.reduce((sum, settings, index) => {
    const asDrawn = settings.method === 'lora' ? { ...settings, classImages: drawn[index] ?? 0 } : settings;
    return sum + trainingSeconds(asDrawn, pace(settings));
  }, 0);
}

/** What decides which layers learn and how large pictures are. */
export const shapeKey = (settings: TrainSettings): string =>
  settings.method === 'lora'
    ? JSON.stringify([settings.targets, settings.upBlocksOnly, settings.resolution])
    : JSON.stringify([settings.resolution]);

/** The numbers that a LoRA of this shape learns; 0 for a word, whose rows are few. */
export function learntNumbers(settings: TrainSettings, { modules }: Pick<RunShape, 'modules'>): number {
  if (settings.method !== 'lora') return 0;
  return (modules ?? []).reduce((sum, { inFeatures, outFeatures, kernel = 1 }) => {
    return sum + settings.rank * (inFeatures * kernel ** 2 + outFeatures);
  }, 0);
}

/** Bytes that stay of a run: what it learnt, its kept checkpoints and its sample pictures. */
export function runBytes(settings: TrainSettings, shape: Pick<RunShape, 'modules' | 'size'>): number {
  const { steps, sampleEvery, checkpointEvery } = settings;
  const theta = FLOAT * learntNumbers(settings, shape);
  const lora = settings.method === 'lora' ? settings : null;
  const checkpoints = lora?.keepCheckpoints && checkpointEvery > 0 ? Math.ceil(steps / checkpointEvery) - 1 : 0;
  const samples = sampleEvery > 0 ? Math.floor(steps / sampleEvery) * SAMPLE_SEEDS.length : 0;
  return theta * (1 + Math.max(0, checkpoints)) + samples * PIXEL * shape.size ** 2;
}

/** The same of all runs. @param shapes by their keys */
export function sweepBytes(
  runs: readonly TrainSettings[],
  shapes: ReadonlyMap<string, Pick<RunShape, 'modules' | 'size'>>,
): number | null {
  let sum = 0;
  for (const settings of runs) {
    const shape = shapes.get(shapeKey(settings));
    if (!shape) return null;
    sum += runBytes(settings, shape);
  }
  return sum;
}
