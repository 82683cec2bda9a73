/** A sweep on its way into the queue. */
import { toast } from 'sonner';
import { t } from '../../../kit/language/t.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { queueUp } from '../queue/queueStore.ts';
import type { SweptRun } from './readSweep.ts';

/** Puts all runs of a sweep at the end of the queue, under one mark. @param name as it is told in the library */
export async function queueSweep(name: string, runs: readonly SweptRun[]): Promise<void> {
  const id = newRecordId();
  const queued = runs.map(({ settings, values, withoutCaptions }) => ({
    id: newRecordId(),
    settings,
    sweep: { id, name: name.trim(), values },
    withoutCaptions,
  }));
  if (await queueUp(queued)) toast(t('{runs} runs are in the queue.', { runs: runs.length }));
}
