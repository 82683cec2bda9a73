/** Where a model's files come from: the network, a folder, a store. */
import type { PredictionType } from '../../diffusion/schedulerConfig.ts';
import { EngineError } from '../../EngineError.ts';
import type { ByteSource } from '../../weights/byteSource.ts';

/**
 * A model's files by their paths within its folder, such as `unet/config.json`. `fetchSource` and, in Node, `folderSource`
 * make one; so can you, over any store.
 */
export interface ModelSource {
  /** Name shown to people and kept in adapters as their base model. */
  readonly name: string;
  /** Paths of all files, where the place can tell: what is there in two forms is chosen by it. */
  readonly paths?: ReadonlySet<string>;
  /** Where all nets lie in one checkpoint in the original naming: its path. Absent for a folder in diffusers' layout. */
  readonly singleFile?: string | undefined;
  /** What the model predicts, where a person knows it better than its files. */
  readonly prediction?: PredictionType | undefined;
  /** A small file, whole, by its path within the folder. Throws MissingFileError or ModelFileError where it can't be had. */
  read(path: string, onBytes?: (loaded: number) => void): Promise<Uint8Array>;
  /** A large file, to be read in pieces; what has to be loaded for it first is told to `onBytes`. Throws as `read` does. */
  open(path: string, onBytes?: (loaded: number) => void): Promise<ByteSource>;
  /** Size of a file in bytes, as far as it is known beforehand; 0 otherwise. Throws as `read` does. */
  size(path: string): Promise<number>;
}

/** As much of a source as configs need. */
export type SmallFiles = Pick<ModelSource, 'read'>;

/** A file of the model that could not be read. */
export class ModelFileError extends EngineError {
  override readonly name = 'ModelFileError';
  readonly code = 'model-file';
}

/** A file that the model's folder does not have; there may be another in its place. */
export class MissingFileError extends ModelFileError {}
