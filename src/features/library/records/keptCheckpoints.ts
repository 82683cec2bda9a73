/** What a run had learnt at its checkpoints: an adapter's numbers alone, since all else is the finished adapter's. */
import * as z from 'zod';
import { RecordStore } from '../../../kit/records/RecordStore.ts';

const KeptCheckpoint = z.object({
  id: z.string(),
  /** The run's id, which is that of the adapter that it leaves. */
  run: z.string(),
  step: z.number().int().nonnegative(),
  theta: z.instanceof<typeof Float32Array<ArrayBuffer>>(Float32Array),
});
export type KeptCheckpoint = z.infer<typeof KeptCheckpoint>;

export function checkpointId(run: string, step: number): string {
  return `${run} ${String(step).padStart(6, '0')}`;
}

/** The run and the step that an id stands for. */
export function checkpointPlace(id: string): { run: string; step: number } {
  const [run = '', step = ''] = id.split(' ');
  return { run, step: Number(step) };
}

export const keptCheckpoints = new RecordStore('weft-kept-checkpoints', 'the checkpoints', KeptCheckpoint);
