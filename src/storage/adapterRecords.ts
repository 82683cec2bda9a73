/** Trained adapters as they outlive a reload. */
import * as z from 'zod';
import { LoraAdapter, TrainSettings } from '../../workers/protocol.ts';
import { RecordStore } from './RecordStore.ts';

const LossRecord = z.object({ step: z.number(), instance: z.number(), prior: z.number().nullable() });

/** θ must be as long as the adapter's modules say: a shorter one would fail far from here, in the middle of a drawing. */
const WholeAdapter = LoraAdapter.refine(
  ({ modules, rank, theta }) =>
    theta.length === modules.reduce((sum, { inFeatures, outFeatures }) => sum + rank * (inFeatures + outFeatures), 0),
  'the adapter’s numbers don’t fit its modules',
);

export const AdapterRecord = z.object({
  id: z.string(),
  name: z.string().min(1),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  method: z.literal('lora'),
  adapter: WholeAdapter,
  settings: TrainSettings,
  losses: z.array(LossRecord),
  stepsDone: z.number().int().nonnegative(),
  /** True when the run was ended before its last step. */
  stopped: z.boolean(),
  /** PNG of the first image it was trained on. */
  thumbnail: z.instanceof(ArrayBuffer).optional(),
});
export type AdapterRecord = z.infer<typeof AdapterRecord>;

export const adapterRecords = new RecordStore('weft-adapters', 'the library', AdapterRecord);
