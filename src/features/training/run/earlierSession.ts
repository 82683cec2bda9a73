/** What an earlier session left of a run that goes on. */
import { StudioError } from '../../../contract/errors.ts';
import { t } from '../../../kit/language/t.ts';
import { samplesOf } from '../../library/checkpoints/runArtifacts.ts';
import { isInLibrary } from '../../library/records/libraryIds.ts';
import type { CheckpointRecord, RunRecord } from '../../library/records/runRecords.ts';
import { checkpointOf, forgetRun, unwrittenOf } from '../unfinished/unfinishedRuns.ts';
import type { SamplePicture } from './trainingState.ts';

export interface Earlier {
  checkpoint: CheckpointRecord | null;
  /** Whether this page alone has it, since storage had no room. */
  unwritten: boolean;
  /** Those that the run will not draw again. */
  samples: SamplePicture[];
}

/** @param record null for a run that begins @throws StudioError where another tab has brought the run to its end */
export async function leftOf(record: RunRecord | null): Promise<Earlier> {
  if (!record) return { checkpoint: null, unwritten: false, samples: [] };
  if (await isInLibrary(record.id).catch(() => false)) {
    await forgetRun(record);
    throw new StudioError({
      code: 'run-missing',
      message: t('“{adapterName}” came to its end in another tab.', { adapterName: record.settings.adapterName }),
      advice: t('What it learnt is in the library. Start another run to learn more.'),
    });
  }
  const unwritten = unwrittenOf(record) !== null;
  const checkpoint = await checkpointOf(record);
  return { checkpoint, unwritten, samples: samplesUpTo(checkpoint, await samplesOf(record.id)) };
}

/** Those after the checkpoint will be drawn again. */
export function samplesUpTo<T extends Pick<SamplePicture, 'step'>>(
  checkpoint: CheckpointRecord | null,
  samples: readonly T[],
): T[] {
  const step = checkpoint?.step ?? -1;
  return samples.filter((sample) => sample.step <= step);
}
