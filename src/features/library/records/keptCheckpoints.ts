/**
 * Which checkpoints of runs are kept. Their numbers lie beside the adapter's, and all else is the finished adapter's.
 * Earlier versions kept the numbers within.
 */
import * as z from 'zod';
import { msg } from '../../../contract/message.ts';
import { writeNumbers } from '../../../files/adapterNumbers.ts';
import type { FileStore } from '../../../files/FileStore.ts';
import { storedFiles } from '../../../files/storedFiles.ts';
import { type ReadBack, RecordStore } from '../../../kit/records/RecordStore.ts';

export const KeptCheckpoint = z.object({
  id: z.string(),
  /** The run's id, which is that of the adapter that it leaves. */
  run: z.string(),
  step: z.number().int().nonnegative(),
});
type KeptCheckpoint = z.infer<typeof KeptCheckpoint>;

export function checkpointId(run: string, step: number): string {
  return `${run} ${String(step).padStart(6, '0')}`;
}

/** What a checkpoint's id says. */
export function checkpointOfId(id: string): { run: string; step: number } {
  const [run = '', step] = id.split(' ');
  return { run, step: Number(step) };
}

const WithNumbers = KeptCheckpoint.extend({ theta: z.instanceof(Float32Array) });

/** A checkpoint's record where its numbers are stored apart, which is done first where they lay within. */
export async function checkpointMovedOut(files: FileStore, stored: unknown): Promise<KeptCheckpoint | null> {
  const whole = WithNumbers.safeParse(stored);
  if (!whole.success) return null;
  const { theta, ...record } = whole.data;
  await writeNumbers(files, { id: record.run, step: record.step }, theta);
  return record;
}

class KeptCheckpoints extends RecordStore<KeptCheckpoint> {
  constructor(private readonly files: FileStore) {
    super('weft-kept-checkpoints', msg('the checkpoints'), KeptCheckpoint);
  }

  override readAll(): Promise<ReadBack<KeptCheckpoint>> {
    return this.readUpdated((stored) => checkpointMovedOut(this.files, stored));
  }
}

export const keptCheckpoints = new KeptCheckpoints(storedFiles);
