/** What storage is filled with: records of the studio's own kinds, without the bytes that are made in the page. */

import { adapterBytes } from '../../src/contract/adapters.ts';
import type { GalleryRecord } from '../../src/features/create/galleryRecords.ts';
import type { ImageRecord } from '../../src/features/dataset/imageRecords.ts';
import { CREATE_DEFAULTS } from '../../src/features/drawing/settings/drawingDefaults.ts';
import type { AdapterRecord } from '../../src/features/library/records/adapterRecords.ts';
import { checkpointId } from '../../src/features/library/records/keptCheckpoints.ts';
import { INVERSION_DEFAULTS } from '../../src/features/training/form/trainDefaults.ts';

/** How many of each there are. */
export const COUNTS = { images: 500, adapters: 100, checkpoints: 50, pictures: 2000 } as const;

/** Steps of the runs that left the adapters, each with its losses. */
const STEPS = 500;
const RANK = 8;

/** Layers that make some 3 MB of numbers, as a default run of the starter leaves. */
const MODULES = Array.from({ length: 90 }, (_, layer) => ({
  name: `up_blocks.${layer % 4}.attentions.${layer % 3}.transformer_blocks.${layer}.attn1.to_q`,
  inFeatures: 512,
  outFeatures: 512,
}));

const numbered = (kind: string, index: number) => `${kind}${String(index).padStart(5, '0')}`;
const BEGUN = Date.UTC(2026, 0, 1);

export function imageRecord(index: number, side: number): Omit<ImageRecord, 'bytes'> {
  const name = `${numbered('photograph ', index)}.jpg`;
  return {
    id: numbered('first i', index),
    name,
    order: index,
    side,
    sourceWidth: 3000,
    sourceHeight: 2000,
    notes: [],
    sample: null,
    caption: `sks african fabric pattern, detail ${index}`,
  };
}

export function galleryRecord(index: number): Omit<GalleryRecord, 'png'> {
  return {
    id: numbered('p', index),
    createdAt: BEGUN + index * 1000,
    settings: { ...CREATE_DEFAULTS, prompt: `a dress of sks african fabric pattern, study ${index}`, seed: index },
    model: 'weft-starter',
    adapters: [{ name: `Fabric ${index % COUNTS.adapters}`, weight: 1, id: numbered('a', index % COUNTS.adapters) }],
    seconds: 2.8,
  };
}

export function adapterRecord(index: number): Omit<AdapterRecord, 'thumbnail'> {
  const adapter = { baseModel: 'weft-starter', rank: RANK, loraAlpha: RANK, modules: MODULES };
  const losses = Array.from({ length: STEPS }, (_, step) => ({
    step: step + 1,
    instance: 0.3 + 0.05 * Math.sin(step * (index + 1)),
    prior: 0.2 + 0.05 * Math.cos(step),
  }));
  return {
    id: numbered('a', index),
    name: `Fabric ${index}`,
    createdAt: BEGUN + index * 60_000,
    method: 'lora',
    adapter: { ...adapter, bytes: adapterBytes(adapter), fingerprint: numbered('f', index) },
    origin: {
      kind: 'trained',
      settings: { ...INVERSION_DEFAULTS, instancePrompt: 'sks african fabric pattern' },
      losses,
      evaluations: [],
      stepsDone: STEPS,
      images: 10,
      dataset: { id: 'first', name: 'My fabric' },
      stopped: false,
      seconds: 120,
    },
    file: null,
    fewSteps: false,
  };
}

/** Of the runs of the first adapters, one of each. */
export function checkpointRecord(index: number) {
  const run = numbered('a', index);
  const step = STEPS / 2;
  return { id: checkpointId(run, step), run, step };
}
