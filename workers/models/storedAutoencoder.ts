/** The autoencoder of a stored model, for a file of the same family that has none: it can be the same for all of them. */
import { EngineError, ownAutoencoder } from '@weft/engine';
import type { StoredModel } from '../../src/contract/models.ts';
import { keptModels } from './keptModels.ts';
import { findFile, modelFolder } from './modelFolder.ts';
import { sourceOf } from './storedSource.ts';

/** An autoencoder's files, by their paths in a model, and whose they are. */
export interface StoredAutoencoder {
  /** The model's name. */
  name: string;
  files: Map<string, File>;
}

const IN_VAE = /^vae\//;

/** That of the newest stored model of a family that has one, in whatever layout; null where there is none. */
export async function storedAutoencoder(family: string): Promise<StoredAutoencoder | null> {
  for (const model of (await keptModels()).models) {
    const folder = model.family === family ? await modelFolder(model.id) : null;
    const files = folder && ((await besideIt(folder, model)) ?? (await withinIt(folder, model)));
    if (files) return { name: model.name, files };
  }
  return null;
}

/** One in files of its own. */
async function besideIt(folder: FileSystemDirectoryHandle, model: StoredModel): Promise<Map<string, File> | null> {
  const paths = model.files.map(({ path }) => path).filter((path) => IN_VAE.test(path));
  const files = new Map<string, File>();
  for (const path of paths) {
    const handle = await findFile(folder, path);
    if (handle) files.set(path, await handle.getFile());
  }
  return paths.length > 0 && files.size === paths.length ? files : null;
}

/** One in a single file: its tensors are seen as a file of their own, and none is read. */
async function withinIt(folder: FileSystemDirectoryHandle, model: StoredModel): Promise<Map<string, File> | null> {
  const source = sourceOf(folder, model);
  const handle = source.singleFile === undefined ? null : await findFile(folder, source.singleFile);
  if (source.singleFile === undefined || !handle) return null;
  try {
    const own = await ownAutoencoder(source, source.singleFile);
    if (!own) return null;
    const whole = await handle.getFile();
    const { header, ranges } = own.weights;
    const weights = new File([header, ...ranges.map(({ begin, end }) => whole.slice(begin, end))], WEIGHTS);
    const config = new File([JSON.stringify(own.config)], CONFIG);
    return new Map([config, weights].map((file) => [`vae/${file.name}`, file]));
  } catch (error) {
    // A damaged model is no hindrance where another one has an autoencoder.
    if (error instanceof EngineError) return null;
    throw error;
  }
}

const CONFIG = 'config.json';
const WEIGHTS = 'diffusion_pytorch_model.safetensors';
