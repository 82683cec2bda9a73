/** CLIP's merges, which the studio brings along for single-file checkpoints. */
import { ModelFileError } from '@weft/engine';

const ADDRESS = new URL('./merges.txt', import.meta.url);

/** The text of `merges.txt`. @throws ModelFileError where the studio's own files can't be reached */
export async function clipMerges(): Promise<string> {
  const response = await fetch(ADDRESS).catch(() => null);
  if (response?.ok) return response.text();
  throw new ModelFileError('The studio’s tokenizer could not be loaded.', 'Check the connection and try again.');
}
