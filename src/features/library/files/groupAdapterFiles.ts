/** Which of the files that were dropped or chosen belong together: PEFT keeps an adapter in two of them. */
import { pathOf } from '../../../kit/files/pathOf.ts';

/** One adapter's files. */
export interface AdapterFiles {
  /** What they are called in messages: the file with the weights, after its folder where that tells more. */
  name: string;
  files: File[];
}

const WEIGHTS = /\.(?:safetensors|zip)$/i;
const PICKLES = /\.(?:pt|pth|bin|ckpt|pkl|pickle)$/i;
const SETTINGS = /\.json$/i;
const PEFT_SETTINGS = 'adapter_config.json';

/**
 * Every weight file is an adapter; settings go with the weights of their folder. What else lies in a folder beside
 * weights (a README, an optimizer's state) is left out; any other file is handed on by itself, to be refused with a reason.
 */
export function groupAdapterFiles(files: readonly File[]): AdapterFiles[] {
  const folders = new Map<string, File[]>();
  for (const file of files) folders.set(folderOf(file), [...(folders.get(folderOf(file)) ?? []), file]);
  return [...folders].flatMap(([folder, inside]) => {
    const weights = inside.filter(({ name }) => WEIGHTS.test(name));
    const settings = settingsFor(weights, inside);
    const others = inside.filter((file) => file !== settings && !weights.includes(file));
    const groups = weights.map((file) => [file, ...(settings && !isZip(file) ? [settings] : [])]);
    const refused = folder === '' ? others : weights.length > 0 ? [] : telling(others);
    return [...groups, ...refused.map((file) => [file])].map((group) => ({
      name: nameIn(folder, group[0] as File),
      files: group,
    }));
  });
}

/** Settings can only belong to weights that are alone with them. */
function settingsFor(weights: readonly File[], inside: readonly File[]): File | undefined {
  if (weights.filter((file) => !isZip(file)).length !== 1) return undefined;
  return inside.find(({ name }) => name === PEFT_SETTINGS) ?? inside.find(({ name }) => SETTINGS.test(name));
}

/** Of a folder without weights: the pickles, if there are any, since they are what the person meant. */
function telling(files: readonly File[]): readonly File[] {
  const pickles = files.filter(({ name }) => PICKLES.test(name));
  return pickles.length > 0 ? pickles : files;
}

const isZip = ({ name }: File) => /\.zip$/i.test(name);

/** The folder that a file was dropped or chosen with; empty for a file by itself. */
function folderOf(file: File): string {
  return pathOf(file).split('/').slice(0, -1).join('/');
}

/** What an adapter is called whose file doesn't say: by the file, or by its folder where all files have the same name. */
export function adapterNameOf({ name }: AdapterFiles): string {
  const stem = name.replace(WEIGHTS, '');
  return (
    stem
      .replace(/\/adapter_model$/, '')
      .split('/')
      .at(-1) || name
  );
}

function nameIn(folder: string, { name }: File): string {
  const last = folder.split('/').at(-1);
  return last ? `${last}/${name}` : name;
}
