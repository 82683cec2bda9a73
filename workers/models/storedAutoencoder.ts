/** The autoencoder of a stored model, for a file of the same family that has none: it can be the same for all of them. */
import { keptModels } from './keptModels.ts';
import { findFile, modelFolder } from './modelFolder.ts';

/** An autoencoder's files, by their paths in a model, and whose they are. */
export interface StoredAutoencoder {
  /** The model's name. */
  name: string;
  files: Map<string, File>;
}

const IN_VAE = /^vae\//;

/** That of the newest stored model of a family, in diffusers' layout; null where there is none. */
export async function storedAutoencoder(family: string): Promise<StoredAutoencoder | null> {
  for (const model of (await keptModels()).models) {
    const paths = model.files.map(({ path }) => path).filter((path) => IN_VAE.test(path));
    const folder = model.family === family && paths.length > 0 ? await modelFolder(model.id) : null;
    if (!folder) continue;
    const files = new Map<string, File>();
    for (const path of paths) {
      const handle = await findFile(folder, path);
      if (handle) files.set(path, await handle.getFile());
    }
    if (files.size === paths.length) return { name: model.name, files };
  }
  return null;
}
