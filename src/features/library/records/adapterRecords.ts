/** Adapters as they outlive a reload: trained here, merged here, or imported. */
import * as z from 'zod';
import { LoraAdapter } from '../../../contract/adapters.ts';
import { RecordStore } from '../../../kit/records/RecordStore.ts';
import { libraryFields } from './libraryFields.ts';

/** θ must be as long as the adapter's modules say: a shorter one would fail far from here, in the middle of a drawing. */
const WholeAdapter = LoraAdapter.refine(
  ({ modules, rank: common, theta }) =>
    theta.length ===
    modules.reduce((sum, { inFeatures, outFeatures, kernel = 1, rank = common }) => {
      return sum + rank * (inFeatures * kernel * kernel + outFeatures);
    }, 0),
  'the adapter’s numbers don’t fit its modules',
);

const CurrentRecord = z.object({
  ...libraryFields,
  method: z.literal('lora'),
  adapter: WholeAdapter,
  /** Whether what it teaches is to draw in a few steps of LCM; its person may think otherwise than its file. */
  fewSteps: z.boolean().default(false),
});
export type AdapterRecord = z.infer<typeof CurrentRecord>;

/** Version 0.1.0 knew runs of its own alone, and kept what it knew of them beside the adapter. */
const FirstRecord = z.looseObject({
  origin: z.undefined().optional(),
  settings: z.looseObject({}),
  losses: z.array(z.unknown()),
  stepsDone: z.number(),
  stopped: z.boolean(),
});

function migrate(stored: unknown): unknown {
  const first = FirstRecord.safeParse(stored);
  if (!first.success) return stored;
  const { settings, losses, stepsDone, stopped, ...rest } = first.data;
  return { ...rest, origin: { kind: 'trained', settings, losses, stepsDone, stopped }, file: null };
}

export const AdapterRecord = z.preprocess(migrate, CurrentRecord);

export const adapterRecords = new RecordStore('weft-adapters', 'the library', AdapterRecord);
