/** Keeps with a stored model what a person says that it predicts. */
import { inspectCheckpoint } from '@weft/engine';
import { studioError } from '../../src/contract/errors.ts';
import type { Prediction } from '../../src/contract/models.ts';
import { modelFolder, readDescription, writeDescription } from './modelFolder.ts';
import { sourceOf } from './storedSource.ts';

/** @param prediction null leaves it to the model's files again @throws StudioError, or DiffusionError where it can't be */
export async function setPrediction(id: string, prediction: Prediction | null): Promise<void> {
  const folder = await modelFolder(id);
  const model = folder && (await readDescription(folder, 'whole'));
  if (!model) throw studioError('model-unavailable', 'The model is not in this browser any more.', 'Add it again.');
  const { prediction: _, ...rest } = model;
  const told = prediction === null ? rest : { ...rest, prediction };
  // Said now rather than when the model is opened.
  await inspectCheckpoint(sourceOf(folder, told));
  await writeDescription(folder, 'whole', told);
}
