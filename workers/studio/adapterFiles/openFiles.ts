/**
 * What a person chose as one adapter, down to bytes: a `.safetensors`, the same with its settings beside it, or a zip of
 * both. Files come from anywhere, so nothing is unpacked before it is known what and how much it is, and pickles, which
 * are programs, are not read at all.
 */

import { parsePythonJson } from '@weft/engine';
import { studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import { isZip, listZip, unpackZip, type ZipEntry } from '../../shared/readZip.ts';
import { pickleConversion } from './pickleConversion.ts';

/** The parts of one adapter, read into memory. */
export interface OpenedFiles {
  /** The file's name without its ending. */
  name: string;
  /** The `.safetensors`. */
  weights: Uint8Array;
  /** Parsed PEFT's `adapter_config.json`; left out where there is none. */
  config?: unknown;
}

/** A LoRA of every layer of the largest model that Weft opens stays well below. */
const LARGEST_BYTES = 1e9;
const LARGEST_CONFIG_BYTES = 1e6;

const PICKLE_ENDING = /\.(?:pt|pth|bin|ckpt|pkl|pickle)$/i;
const DAMAGED = 'adapter-damaged';

/**
 * @param files one adapter's files: weights or a zip, and at most one `.json`
 * @throws StudioError `adapter-unsupported` for pickles and what else is no adapter file, `adapter-damaged` for broken zips
 */
export async function openAdapterFiles(files: readonly File[]): Promise<OpenedFiles> {
  const settings = files.find(({ name }) => isJson(name));
  const weights = files.find(({ name }) => !isJson(name));
  if (!weights) {
    throw unsupported(
      'These are an adapter’s settings without its weights.',
      'Choose the .safetensors file together with adapter_config.json.',
    );
  }
  if (PICKLE_ENDING.test(weights.name)) throw pickle(weights.name);
  requireSize(weights.size, LARGEST_BYTES);
  const bytes = new Uint8Array(await weights.arrayBuffer());
  if (isPickle(bytes)) throw pickle(weights.name);
  const name = weights.name.replace(/\.(?:safetensors|zip)$/i, '');
  if (isZip(bytes)) return { name, ...unpack(bytes, weights.name) };
  if (!settings) return { name, weights: bytes };
  requireSize(settings.size, LARGEST_CONFIG_BYTES);
  return { name, weights: bytes, ...configOf(await settings.text(), settings.name) };
}

function unpack(zip: Uint8Array, zipName: string): Omit<OpenedFiles, 'name'> {
  const inside = listZip(zip, DAMAGED);
  // torch.save writes a zip around a pickle.
  if (inside.some(({ path }) => /(?:^|\/)data\.pkl$/.test(path))) throw pickle(zipName);
  const weights = onlyWeights(inside.filter(({ path }) => path.endsWith('.safetensors')));
  const folder = folderOf(weights.path);
  const configs = inside.filter(({ path }) => /(?:^|\/)adapter_config\.json$/.test(path));
  const config = configs.find(({ path }) => folderOf(path) === folder) ?? configs[0];
  requireSize(weights.size, LARGEST_BYTES);
  if (config) requireSize(config.size, LARGEST_CONFIG_BYTES);
  return {
    weights: unpackZip(zip, weights, DAMAGED),
    ...(config && configOf(new TextDecoder().decode(unpackZip(zip, config, DAMAGED)), config.path)),
  };
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

/** PEFT's own name goes before others. */
function onlyWeights(found: ZipEntry[]): ZipEntry {
  const own = found.filter(({ path }) => /(?:^|\/)adapter_model\.safetensors$/.test(path));
  const [first, ...others] = own.length > 0 ? own : found;
  if (!first) {
    throw unsupported(
      'The zip holds no .safetensors file.',
      'Choose a zip with adapter_model.safetensors and adapter_config.json in it, or the .safetensors itself.',
    );
  }
  if (others.length > 0) {
    const names = [first, ...others].map(({ path }) => path);
    const some = names.slice(0, 4).join(', ') + (names.length > 4 ? ` and ${names.length - 4} more` : '');
    throw unsupported(
      `The zip holds ${names.length} .safetensors files: ${some}.`,
      'Unpack it and choose the files you want.',
    );
  }
  return first;
}

/** PEFT's own file has to be readable; what else lies there as JSON is other programs' notes. */
function configOf(text: string, name: string): Pick<OpenedFiles, 'config'> {
  try {
    return { config: parsePythonJson(text) };
  } catch {
    if (!/(?:^|\/)adapter_config\.json$/.test(name)) return {};
    throw studioError(
      DAMAGED,
      say('The adapter’s settings, {name}, are no readable JSON.', { name }),
      'Copy or download the file again.',
    );
  }
}

function requireSize(bytes: number, most: number): void {
  if (bytes <= most) return;
  throw unsupported(
    `The file holds ${Math.round(bytes / 1e6)} MB; adapters have at most ${most / 1e6}.`,
    'Choose the adapter alone: a whole model is opened as a model.',
  );
}

/**
 * Pickle's protocols 2 to 5 begin so; an older one is plain text, which no reader takes for safetensors. A `.safetensors`
 * may begin alike: its header's length, then zeros and a brace.
 */
function isPickle(bytes: Uint8Array): boolean {
  const [first, second = 0] = bytes;
  return first === 0x80 && second >= 2 && second <= 5 && !(bytes[7] === 0 && bytes[8] === 0x7b);
}

const isJson = (name: string) => /\.json$/i.test(name);

const unsupported = (message: string, advice: string) => studioError('adapter-unsupported', message, advice);

const pickle = (name: string) =>
  unsupported(
    'This is a pickle file: a program that would have to be run, so it was not read.',
    `Save the adapter as .safetensors in the tool that made it, or convert it by the command ${pickleConversion(name)} .`,
  );
