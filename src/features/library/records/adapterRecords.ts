/** Adapters as they outlive a reload: trained here, merged here, or imported. Their numbers lie apart, under their ids. */
import * as z from 'zod';
import { adapterBytes, StoredAdapter } from '../../../contract/adapters.ts';
import { libraryFields } from './libraryFields.ts';

/** The size must be what the modules say: other numbers would fail far from here, in the middle of a drawing. */
const WholeAdapter = StoredAdapter.refine(
  (adapter) => adapter.bytes === adapterBytes(adapter),
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

/** Before 0.2.0 the numbers lay within. */
const WithNumbers = z.looseObject({
  adapter: z.looseObject({ theta: z.instanceof(Float32Array) }),
});

function migrate(stored: unknown): unknown {
  return withOrigin(withoutNumbers(stored));
}

function withoutNumbers(stored: unknown): unknown {
  const whole = WithNumbers.safeParse(stored);
  if (!whole.success) return stored;
  const { theta, ...layers } = whole.data.adapter;
  return { ...whole.data, adapter: { ...layers, bytes: theta.byteLength } };
}

function withOrigin(stored: unknown): unknown {
  const first = FirstRecord.safeParse(stored);
  if (!first.success) return stored;
  const { settings, losses, stepsDone, stopped, ...rest } = first.data;
  return { ...rest, origin: { kind: 'trained', settings, losses, stepsDone, stopped }, file: null };
}

export const AdapterRecord = z.preprocess(migrate, CurrentRecord);
