/** Reading from a model's folder what may be there in one form or another. */
import * as z from 'zod';
import { LOOKED_AT, notWeights } from '../../weights/notWeights.ts';
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

/** What a server answers instead of a file. */
const Answer = z.strictObject({ error: z.string() });

/** A JSON file, parsed as Python writes it. Throws ModelFileError where it can't be had or is no such file. */
export async function readJson(source: SmallFiles, path: string): Promise<unknown> {
  const bytes = await readSmall(source, path);
  let json: unknown;
  try {
    json = parsePythonJson(new TextDecoder().decode(bytes));
  } catch {
    const stranger = notWeights(bytes.subarray(0, LOOKED_AT));
    // Damaged JSON begins as JSON does, too.
    if (stranger && !JSON_BEGINS.test(new TextDecoder().decode(bytes.subarray(0, LOOKED_AT)))) {
      throw strange(path, stranger);
    }
    throw new ModelFileError(
      `The model's file ${path} is damaged.`,
      'Read it again; if it stays damaged, download the model again.',
    );
  }
  const answer = Answer.safeParse(json).data;
  if (!answer) return json;
  throw new ModelFileError(
    `The model's file ${path} is a server’s answer instead of the file: “${answer.error.slice(0, 100)}”.`,
    'Check the address, and download the file again.',
  );
}

const JSON_BEGINS = /^\uFEFF?\s*[{[]/;

const strange = (path: string, { what, advice }: { what: string; advice: string }) =>
  new ModelFileError(`The model's file ${path} is ${what}.`, advice);

/** A JSON file, parsed; null where the folder has none. */
export async function readOptionalJson(source: SmallFiles, path: string): Promise<unknown> {
  try {
    return await readJson(source, path);
  } catch (error) {
    if (error instanceof MissingFileError) return null;
    throw error;
  }
}

/** A text file. Throws ModelFileError where it can't be had or is something else. */
export async function readText(source: SmallFiles, path: string): Promise<string> {
  const bytes = await readSmall(source, path);
  const stranger = notWeights(bytes.subarray(0, LOOKED_AT));
  if (stranger) throw strange(path, stranger);
  return new TextDecoder().decode(bytes);
}

/** Bytes of the longest small file that is read; tokenizers have some megabytes. */
export const MOST_SMALL_BYTES = 64 * 2 ** 20;

async function readSmall(source: SmallFiles, path: string): Promise<Uint8Array> {
  const bytes = await source.read(path);
  if (bytes.length <= MOST_SMALL_BYTES) return bytes;
  throw new ModelFileError(
    `The model's file ${path} has ${bytes.length} bytes; at most ${MOST_SMALL_BYTES} are read.`,
    'Choose another model: this file is damaged, or another one under its name.',
  );
}
