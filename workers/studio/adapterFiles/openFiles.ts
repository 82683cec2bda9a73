/**
 * What a person chose as one adapter, down to bytes: a `.safetensors`, the same with its settings beside it, or a zip of
 * both. Files come from anywhere, so nothing is unpacked before it is known what and how much it is, and pickles, which
 * are programs, are not read at all.
 */

import { strFromU8, type UnzipFileInfo, unzipSync } from 'fflate';
import { studioError } from '../../../src/contract/errors.ts';

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
const ZIP_START = [0x50, 0x4b, 0x03, 0x04];

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
  if (PICKLE_ENDING.test(weights.name)) throw pickle();
  requireSize(weights.size, LARGEST_BYTES);
  const bytes = new Uint8Array(await weights.arrayBuffer());
  if (isPickle(bytes)) throw pickle();
  const name = weights.name.replace(/\.(?:safetensors|zip)$/i, '');
  if (ZIP_START.every((byte, index) => bytes[index] === byte)) return { name, ...unpack(bytes) };
  if (!settings) return { name, weights: bytes };
  requireSize(settings.size, LARGEST_CONFIG_BYTES);
  return { name, weights: bytes, config: parseConfig(await settings.text(), settings.name) };
}

function unpack(zip: Uint8Array): Omit<OpenedFiles, 'name'> {
  const inside = contents(zip, () => false).listed;
  // torch.save writes a zip around a pickle.
  if (inside.some(({ name }) => /(?:^|\/)data\.pkl$/.test(name))) throw pickle();
  const weights = onlyWeights(inside.filter(({ name }) => name.endsWith('.safetensors')));
  const config = inside.find(({ name }) => /(?:^|\/)adapter_config\.json$/.test(name));
  requireSize(weights.originalSize, LARGEST_BYTES);
  if (config) requireSize(config.originalSize, LARGEST_CONFIG_BYTES);
  const { unpacked } = contents(zip, ({ name }) => name === weights.name || name === config?.name);
  const [weightBytes, configBytes] = [unpacked[weights.name], config && unpacked[config.name]];
  if (!weightBytes) throw damagedZip();
  return {
    weights: weightBytes,
    ...(config && configBytes && { config: parseConfig(strFromU8(configBytes), config.name) }),
  };
}

/** PEFT's own name goes before others. */
function onlyWeights(found: UnzipFileInfo[]): UnzipFileInfo {
  const own = found.filter(({ name }) => /(?:^|\/)adapter_model\.safetensors$/.test(name));
  const [first, ...others] = own.length > 0 ? own : found;
  if (!first) {
    throw unsupported(
      'The zip holds no .safetensors file.',
      'Choose a zip with adapter_model.safetensors and adapter_config.json in it, or the .safetensors itself.',
    );
  }
  if (others.length > 0) {
    throw unsupported(
      `The zip holds ${others.length + 1} .safetensors files.`,
      'Unpack it and choose the files you want.',
    );
  }
  return first;
}

function contents(zip: Uint8Array, wanted: (file: UnzipFileInfo) => boolean) {
  const listed: UnzipFileInfo[] = [];
  try {
    const unpacked = unzipSync(zip, {
      filter: (file) => {
        listed.push(file);
        return wanted(file);
      },
    });
    return { listed, unpacked };
  } catch {
    throw damagedZip();
  }
}

function parseConfig(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw studioError(
      'adapter-damaged',
      `The adapter’s settings, ${name}, are no readable JSON.`,
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

/** Pickle's protocols 2 to 5 begin so; an older one is plain text, which no reader takes for safetensors. */
function isPickle([first, second]: Uint8Array): boolean {
  return first === 0x80 && second !== undefined && second >= 2 && second <= 5;
}

const isJson = (name: string) => /\.json$/i.test(name);

const unsupported = (message: string, advice: string) => studioError('adapter-unsupported', message, advice);

const pickle = () =>
  unsupported(
    'This is a pickle file: a program that would have to be run, so it was not read.',
    'Save the adapter as .safetensors in the tool that made it, or convert it in Python: ' +
      'safetensors.torch.save_file(torch.load(file, weights_only=True), "adapter.safetensors").',
  );

const damagedZip = () => studioError('adapter-damaged', 'The zip is damaged or cut off.', 'Copy or download it again.');
