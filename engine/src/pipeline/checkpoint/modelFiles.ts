/** Reading from a model's folder what may be there in one form or another. */
import { parsePythonJson } from '../../weights/pythonJson.ts';
import { MissingFileError, ModelFileError, type SmallFiles } from './source.ts';

/**
 * What `attempt` gives for the first of the paths that the folder has.
 * @throws MissingFileError of the first path where it has none of them
 */
export async function firstOf<T>(paths: readonly string[], attempt: (path: string) => Promise<T>): Promise<T> {
  let missing: MissingFileError | null = null;
  for (const path of paths) {
    try {
      return await attempt(path);
    } catch (error) {
      if (!(error instanceof MissingFileError)) throw error;
      missing ??= error;
    }
  }
  throw missing;
}

/** A JSON file, parsed. Throws ModelFileError where it can't be had or is damaged. */
export async function readJson(source: SmallFiles, path: string): Promise<unknown> {
  const text = await readText(source, path);
  try {
    return parsePythonJson(text);
  } catch {
    throw new ModelFileError(
      `The model's file ${path} is damaged.`,
      'Read it again; if it stays damaged, download the model again.',
    );
  }
}

/** A JSON file, parsed; null where the folder has none. */
export async function readOptionalJson(source: SmallFiles, path: string): Promise<unknown> {
  try {
    return await readJson(source, path);
  } catch (error) {
    if (error instanceof MissingFileError) return null;
    throw error;
  }
}

/** A text file. Throws ModelFileError where it can't be had. */
export async function readText(source: SmallFiles, path: string): Promise<string> {
  return new TextDecoder().decode(await source.read(path));
}
