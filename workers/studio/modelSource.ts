/** The source of the model that is asked for, held against removal for as long as it is open. */
import { fetchSource, type ModelSource } from '@weft/engine';
import type { OpenRequest } from '../../src/contract/studioWorker.ts';
import { holdModel } from '../models/modelInUse.ts';
import { storedSource } from '../models/storedSource.ts';

/** How adapters name the starter as their base model. */
const STARTER_NAME = 'weft-starter';

export interface HeldSource {
  source: ModelSource;
  /** To be called when the model isn't read any more. */
  release: () => void;
}

/** Throws MissingFileError where a stored model isn't there. */
export async function holdSource({
  model,
  starterUrl,
}: Pick<OpenRequest, 'model' | 'starterUrl'>): Promise<HeldSource> {
  if (model.kind === 'starter') return { source: fetchSource(starterUrl, STARTER_NAME), release: () => {} };
  const release = await holdModel(model.id);
  try {
    return { source: await storedSource(model.id), release };
  } catch (error) {
    release();
    throw error;
  }
}
