/** Which panel files belong to, wherever on the page they were dropped or pasted. */
import { BACKUP_ENDING } from '../contract/files/backup.ts';
import { bringsRun, endOfZip } from '../kit/files/bringsRun.ts';
import { isModelFile, isPictureFile } from '../kit/files/fileKinds.ts';
import { t } from '../kit/language/t.ts';
import type { Route } from './address.ts';

const ZIP = /\.zip$/i;
const CAPTION = /\.(?:txt|caption|jsonl)$|^metadata\.csv$/i;
const PNG_TEXT_BYTES = 64 * 1024;

/** Null where no panel has a use for them. @param route the panel that is open */
export async function placeOf(
  files: readonly File[],
  route: Route,
): Promise<'dataset' | 'library' | 'grid' | 'create' | 'home' | 'backup' | null> {
  const [only, ...others] = files;
  if (!only) return null;
  if (only.name.endsWith(BACKUP_ENDING)) return 'backup';
  if (await bringsRun(files)) return 'home';
  const pictures = files.filter(isPictureFile);
  if (pictures.length === 0 && files.some(isModelFile)) return 'library';
  // A grid's own PNG opens it again; that is what one alone is for in Compare.
  if (route === 'compare' && others.length === 0 && /\.png$/i.test(only.name)) return 'grid';
  // A model's folder may have pictures in it, as of its model card.
  if (files.some(({ name }) => name === 'model_index.json')) return 'library';
  // A picture that was drawn is wanted for its settings, except among those to be learnt from.
  if (route !== 'dataset' && others.length === 0 && (await tellsHowItWasDrawn(only))) return 'create';
  if (pictures.length > 0) return 'dataset';
  const zip = files.find(({ name }) => ZIP.test(name));
  if (zip) return (await listsModels(zip)) ? 'library' : 'dataset';
  return files.some(({ name }) => CAPTION.test(name)) ? 'dataset' : null;
}

/** Programs that draw put what they drew with before a PNG's picture. */
async function tellsHowItWasDrawn(file: File): Promise<boolean> {
  if (!/\.png$/i.test(file.name)) return false;
  const start = await file.slice(0, PNG_TEXT_BYTES).arrayBuffer();
  return /(?:tEXt|iTXt)(?:weft|parameters|prompt)\0/.test(new TextDecoder('latin1').decode(start));
}

async function listsModels(zip: File): Promise<boolean> {
  return /\.(?:safetensors|bin|pt)\b/i.test(await endOfZip(zip));
}

/** Why nothing was done with them. */
export function noPlaceFor(files: readonly File[]): { message: string; advice: string } {
  const [first] = files;
  const message =
    files.length === 1 && first
      ? t('“{name}” is neither a picture nor an adapter: no panel has a use for it.', { name: first.name })
      : t('These {files} files are neither pictures nor adapters: no panel has a use for them.', {
          files: files.length,
        });
  return {
    message,
    advice: t(
      'Photographs, their folders and zips go to Dataset; adapters, words, models and backups go to the library.',
    ),
  };
}
