/** A single-file checkpoint that a person chose or dropped, alone or with what tells more of it beside it. */
import { type Inspection, inspectCheckpoint, MissingAutoencoderError } from '@weft/engine';
import type { LocalFile } from '../../src/contract/modelsWorker.ts';
import { familyText } from './familyText.ts';
import { localSource } from './localSource.ts';
import { newModelId } from './modelIdentity.ts';
import type { LocalModel } from './openFolder.ts';
import type { StoredAutoencoder } from './storedAutoencoder.ts';
import { readTrainingYaml, type YamlReading } from './trainingYaml.ts';

/** What a person may put beside it, in diffusers' layout, to override what the studio would take. */
const BESIDE = /(?:^|\/)((?:tokenizer|scheduler|vae)\/[^/]+)$/;
const ENDING = /\.safetensors$/i;

/**
 * The model, or null where the files are none or several checkpoints.
 * @param autoencoderOf gives a stored model's autoencoder by its family, for a file that has none
 * @throws what `inspectCheckpoint` does
 */
export async function openCheckpointFile(
  files: readonly LocalFile[],
  autoencoderOf: (family: string) => Promise<StoredAutoencoder | null> = async () => null,
): Promise<LocalModel | null> {
  const checkpoints = files.filter(({ path }) => ENDING.test(path) && !BESIDE.test(path));
  const [checkpoint] = checkpoints;
  if (!checkpoint || checkpoints.length > 1 || files.some(({ path }) => /(?:^|\/)unet\//.test(path))) return null;
  const { file } = checkpoint;
  const name = file.name.replace(ENDING, '') || 'My model';
  const contents = new Map([[file.name, file]]);
  for (const { path, file: other } of files) {
    const [, beside] = BESIDE.exec(path) ?? [];
    if (beside) contents.set(beside, other);
  }
  const notes: string[] = [];
  const yaml = await yamlBeside(files, name, contents.has('scheduler/scheduler_config.json'));
  if (yaml) notes.push(yaml.note);

  const look = () => inspectCheckpoint({ ...localSource(name, contents, file.name), prediction: yaml?.prediction });
  let inspection: Inspection;
  try {
    inspection = await look();
  } catch (error) {
    if (!(error instanceof MissingAutoencoderError)) throw error;
    const found = await autoencoderOf(`Stable Diffusion ${error.family}`);
    if (!found) throw error;
    for (const [path, one] of found.files) contents.set(path, one);
    notes.push(`The file has no autoencoder: it takes that of “${found.name}”.`);
    inspection = await look();
  }
  return {
    model: {
      id: newModelId(name),
      name,
      origin: { kind: 'file', name: file.name },
      layout: 'single-file',
      family: familyText(inspection),
      files: [...contents].map(([path, { size }]) => ({ path, bytes: size, digest: null })),
      ...(yaml?.prediction && { prediction: yaml.prediction }),
      addedAt: Date.now(),
    },
    contents,
    notes,
  };
}

/** The `.yaml` of the checkpoint's own name, or the only one there is. A scheduler's config tells more than it. */
async function yamlBeside(files: readonly LocalFile[], name: string, scheduler: boolean): Promise<YamlReading | null> {
  const yamls = files.filter(({ path }) => /\.ya?ml$/i.test(path));
  const own = yamls.find(({ file }) => file.name.replace(/\.ya?ml$/i, '') === name);
  const found = own ?? (yamls.length === 1 ? yamls[0] : undefined);
  if (!found) return null;
  if (!scheduler) return readTrainingYaml(found.file);
  return { prediction: undefined, note: `${found.file.name} was left aside: scheduler_config.json tells more.` };
}
