/** Brings back what is chosen of a backup, beside what is there: nothing that is there is overwritten. */
import type { ErrorInfo } from '../../../contract/errors.ts';
import { say } from '../../../contract/message.ts';
import { isFull } from '../../../files/FileStore.ts';
import { StorageError } from '../../../files/StorageError.ts';
import { errorInfoOf, isCancelled } from '../../../kit/worker/outcome.ts';
import type { Section } from '../records/sections.ts';
import { restoreCheckpoints } from './checkpoints.ts';
import { Course, type Restored } from './course.ts';
import { restoreDataset } from './datasets.ts';
import { restoreItem } from './items.ts';
import { restoreFilms, restoreForms, restoreGallery, restoreOwnClassImages, restorePresets } from './others.ts';
import type { RestoreUnit } from './units.ts';

const RESTORE: Readonly<Record<Section, (unit: RestoreUnit, course: Course) => Promise<void>>> = {
  datasets: (unit, course) =>
    unit.key.startsWith('dataset ') ? restoreDataset(unit, course) : restoreOwnClassImages(unit, course),
  library: restoreItem,
  checkpoints: restoreCheckpoints,
  gallery: restoreGallery,
  films: restoreFilms,
  presets: restorePresets,
  forms: restoreForms,
};

export interface RestoreEnd extends Restored {
  /** What ended it before its end; null where nothing did. */
  ended: { cancelled: boolean; error: Pick<ErrorInfo, 'message' | 'advice'> } | null;
}

/**
 * @param units in the order in which `unitsOf` gives them: datasets and adapters before what speaks of them
 * @returns what came of it, as far as it came
 */
export async function restore(
  units: readonly RestoreUnit[],
  { onProgress, signal }: { onProgress: (doneBytes: number) => void; signal: AbortSignal },
): Promise<RestoreEnd> {
  const course = new Course(signal, onProgress);
  try {
    for (const unit of units) await RESTORE[unit.section](unit, course);
    return { ...course.restored, ended: null };
  } catch (error) {
    return { ...course.restored, ended: { cancelled: isCancelled(error), error: explained(error) } };
  }
}

function explained(error: unknown): Pick<ErrorInfo, 'message' | 'advice'> {
  const foreign = isFull(error) && !(error instanceof StorageError);
  return errorInfoOf(foreign ? new StorageError(say('Could not restore all of it'), error) : error);
}
