/** Checkpoints and unfinished runs out of a backup. A run is known by its id alone: one that is here already stays as it is. */

import { checkpointId, keptCheckpoints } from '../../../features/library/records/keptCheckpoints.ts';
import { isInLibrary, isSpokenOf } from '../../../features/library/records/libraryIds.ts';
import { checkpointRecords, runRecords } from '../../../features/library/records/runRecords.ts';
import { writeNumbersFile } from '../../../files/adapterNumbers.ts';
import { runFolder } from '../../../files/runStates.ts';
import { storedFiles } from '../../../files/storedFiles.ts';
import { t } from '../../../kit/language/t.ts';
import type { FoundRecord } from '../file/readBackup.ts';
import { type Course, DAMAGED, fileNamed, wholeRecord } from './course.ts';
import type { RestoreUnit } from './units.ts';

/** The files of a run's state, below its folder. */
const STATE_FILE = /^\d{6}\/(?:state\.json|[\w ]{1,100}\.f32)$/;

export async function restoreCheckpoints({ records }: RestoreUnit, course: Course): Promise<void> {
  const of = (store: string) => records.filter((record) => record.store === store);
  for (const run of of('weft-runs')) {
    course.step();
    const checkpoint = of('weft-run-checkpoints').find(({ id }) => id === run.id);
    await restoreRun(run, checkpoint ?? null, course);
  }
  for (const checkpoint of of('weft-kept-checkpoints')) {
    course.step();
    await restoreCheckpoint(checkpoint, course);
  }
}

async function restoreRun(found: FoundRecord, foundCheckpoint: FoundRecord | null, course: Course): Promise<void> {
  const both = foundCheckpoint ? [found, foundCheckpoint] : [found];
  if ((await runRecords.has(found.id)) || (await isInLibrary(found.id))) return course.passOver(...both);
  const record = await wholeRecord(runRecords, found);
  const checkpoint = foundCheckpoint && (await wholeRecord(checkpointRecords, foundCheckpoint));
  const areStates = found.files.every(({ name }) => STATE_FILE.test(name));
  if (!record || !areStates || (foundCheckpoint && !checkpoint)) {
    return course.leave(t('The unfinished run {name}', { name: nameOf(record) }), DAMAGED, ...both);
  }
  try {
    for (const { name, content } of found.files) await storedFiles.write(`${runFolder(record.id)}/${name}`, content);
    if (checkpoint) await checkpointRecords.write(checkpoint);
    const { dataset, ...rest } = record;
    const renamed = dataset && { ...dataset, id: course.datasetIds.get(dataset.id) ?? dataset.id };
    await runRecords.bring({ ...rest, ...(renamed && { dataset: renamed }) });
  } catch (error) {
    await storedFiles.removeFolder(runFolder(record.id)).catch(() => undefined);
    throw error;
  }
  course.took(...both);
}

const nameOf = (record: { settings: { adapterName: string } } | null) =>
  record ? `“${record.settings.adapterName}”` : t('of a name that was lost');

async function restoreCheckpoint(found: FoundRecord, course: Course): Promise<void> {
  const record = await wholeRecord(keptCheckpoints, found);
  const numbers = fileNamed(found, 'step.f32')?.content;
  if (!record || !numbers) return course.leave(t('A checkpoint'), DAMAGED, found);
  const { step } = record;
  const run = course.itemIds.get(record.run) ?? record.run;
  const id = checkpointId(run, step);
  if (await keptCheckpoints.has(id)) return course.passOver(found);
  if (!(await isSpokenOf(run))) return course.leave(t('A checkpoint at step {step}', { step }), WITHOUT_ITEM, found);
  await writeNumbersFile(storedFiles, { id: run, step }, numbers);
  await keptCheckpoints.bring({ id, run, step });
  course.took(found);
}

const WITHOUT_ITEM = {
  get message() {
    return t('Its adapter is not in the library.');
  },
  get advice() {
    return t('Restore the adapter too, and its checkpoints with it.');
  },
} as const;
