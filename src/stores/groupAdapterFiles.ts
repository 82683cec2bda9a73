/** Which of the files that were dropped or chosen belong together: PEFT keeps an adapter in two of them. */

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
 * Every weight file is an adapter; settings go with the weights of their folder. What else lies in a folder with weights
 * (a README, an optimizer's state) is left out; files without any are handed on one by one, to be refused with a reason.
 */
export function groupAdapterFiles(files: readonly File[]): AdapterFiles[] {
  const folders = new Map<string, File[]>();
  for (const file of files) folders.set(folderOf(file), [...(folders.get(folderOf(file)) ?? []), file]);
  return [...folders].flatMap(([folder, inside]) => {
    const weights = inside.filter(({ name }) => WEIGHTS.test(name));
    if (weights.length === 0) return withoutWeights(folder, inside);
    const settings =
      inside.find(({ name }) => name === PEFT_SETTINGS) ?? inside.find(({ name }) => SETTINGS.test(name));
    const loose = weights.filter(({ name }) => name.endsWith('.safetensors'));
    return weights.map((file) => {
      const belongs = settings && loose.length === 1 && file === loose[0];
      return { name: nameIn(folder, file), files: belongs ? [file, settings] : [file] };
    });
  });
}

function withoutWeights(folder: string, inside: readonly File[]): AdapterFiles[] {
  const pickles = inside.filter(({ name }) => PICKLES.test(name));
  const told = folder !== '' && pickles.length > 0 ? pickles : inside;
  return told.map((file) => ({ name: nameIn(folder, file), files: [file] }));
}

/** The folder that a file was dropped or chosen with; empty for a file by itself. */
function folderOf(file: File): string {
  // Dropped folders are read by react-dropzone, which notes each file's path as `/folder/file` or `./file`.
  const path = file.webkitRelativePath || ('path' in file && typeof file.path === 'string' ? file.path : '');
  return path
    .split('/')
    .slice(0, -1)
    .filter((part) => part !== '' && part !== '.')
    .join('/');
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
