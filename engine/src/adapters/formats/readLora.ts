/** LoRA files of diffusers, PEFT and kohya into the engine's own layout. */
import { toFloat32, type WeightFile, type WeightTensor } from '../../weights/safetensors.ts';
import { AdapterError, UnknownModulesError } from '../adapterError.ts';
import { type LoraAdapter, type LoraModule, loraSize, loraSlices } from '../loraLayout.ts';
import { type FileLoraKey, parseLoraKey } from './loraKeys.ts';
import { alphaOf, type PeftSettings, parsePeftSettings, settingsInHeader } from './loraSettings.ts';
import { ModuleNames, netAndPath } from './moduleNames.ts';

/** What is needed to read some files, and how. */
export interface LoraReadOptions {
  /** Parsed `adapter_config.json`, which PEFT's layout needs for its alpha. */
  peftConfig?: unknown;
  /** Leave out layers that the model doesn't have, instead of refusing the file. */
  leaveOutUnknown?: boolean;
}

/** What was read. */
export interface LoraReading {
  /** The layers that the model has, in its order. */
  adapter: LoraAdapter;
  /** Layers that the model lacks, as the file names them; not empty only where they were to be left out. */
  leftOut: string[];
}

/** One layer's factors as they stand in a file. */
interface FileModule {
  module: LoraModule;
  rank: number;
  /** Its scale is alpha / rank. */
  alpha: number;
  a: Float32Array;
  b: Float32Array;
}

type Parts = Partial<Record<'A' | 'B' | 'alpha', WeightTensor>>;
/** For each of the model's layers its tensors, and the names of layers that it lacks. */
type Sorted = { parts: Map<LoraModule, Parts>; unknown: Set<string>; keys: FileLoraKey[] };

const SAVE_AGAIN = 'Choose another file, or save the adapter again.';

/**
 * Reads a LoRA of the U-Net, the text encoder or both. Its numbers are kept as they are; layers keep ranks and alphas of
 * their own, and come in the model's order.
 * @param file the parsed `.safetensors`
 * @param available the model's layers that can be adapted
 * @throws UnknownModulesError when the model lacks layers that the file has, unless they are to be left out and others remain
 * @throws AdapterError when the file is no plain LoRA, lacks a factor, has one that fits neither the other nor the layer,
 *   or numbers that are none, or needs settings beside it
 */
export function readLora(
  file: WeightFile,
  available: readonly LoraModule[],
  { peftConfig, leaveOutUnknown = false }: LoraReadOptions = {},
): LoraReading {
  const { parts, unknown, keys } = sortTensors(file, new ModuleNames(available));
  if (keys.length === 0) throw new AdapterError('The adapter file is empty.', 'Choose another file.');
  const beside = peftConfig === undefined ? undefined : parsePeftSettings(peftConfig);
  if (beside === undefined && keys.some(({ layout }) => layout === 'peft')) {
    throw new AdapterError(
      "The adapter was saved by PEFT, which keeps the LoRA's alpha in a file beside it.",
      'Choose its adapter_config.json together with it.',
    );
  }
  if (unknown.size > 0 && (!leaveOutUnknown || parts.size === 0)) {
    throw new UnknownModulesError([...unknown], parts.size);
  }
  const inHeader = settingsInHeader(file.metadata);
  const modules = available
    .filter((module) => parts.has(module))
    .map((module) => readModule(module, parts.get(module) ?? {}, beside ?? inHeader[netAndPath(module).net]));
  const { metadata } = file;
  const named = beside ?? inHeader.unet ?? inHeader.text_encoder;
  const baseModel = metadata.base_model ?? metadata.ss_sd_model_name ?? named?.base_model_name_or_path ?? '';
  return { adapter: { baseModel, ...assemble(modules) }, leftOut: [...unknown] };
}

function sortTensors(file: WeightFile, names: ModuleNames): Sorted {
  const sorted: Sorted = { parts: new Map(), unknown: new Set(), keys: [] };
  for (const tensor of file.tensors.values()) {
    const key = parseLoraKey(tensor.name);
    sorted.keys.push(key);
    const module = names.find(key);
    if (module === undefined) {
      sorted.unknown.add(key.stem);
      continue;
    }
    const parts = sorted.parts.get(module) ?? {};
    if (parts[key.part]) {
      throw new AdapterError(`The adapter has ${module.name} twice, under two ways of naming.`, SAVE_AGAIN);
    }
    parts[key.part] = tensor;
    sorted.parts.set(module, parts);
  }
  return sorted;
}

function readModule(module: LoraModule, { A, B, alpha }: Parts, settings: PeftSettings | undefined): FileModule {
  const { name } = module;
  if (!A || !B) throw new AdapterError(`The adapter lacks one of the two factors of ${name}.`, SAVE_AGAIN);
  const [rank = 0] = A.shape;
  const [, columns = 0] = B.shape;
  if (rank < 1 || rank !== columns) {
    throw new AdapterError(
      `The adapter's two factors of ${name} don't go together (ranks ${rank} and ${columns}).`,
      SAVE_AGAIN,
    );
  }
  requireShape(module, 'A', A, [rank, module.inFeatures], module.kernel ?? 1);
  requireShape(module, 'B', B, [module.outFeatures, rank], 1);
  const own = alpha && numbers(name, alpha)[0];
  // Where no alpha is given anywhere, diffusers takes the rank: the product as it is.
  const common = settings && alphaOf(settings, netAndPath(module).path);
  const scaled = settings?.use_rslora && common !== undefined ? common * Math.sqrt(rank) : common;
  const chosen = own ?? scaled ?? rank;
  if (chosen <= 0) throw new AdapterError(`The adapter's alpha of ${name} is ${chosen}.`, SAVE_AGAIN);
  return { module, rank, alpha: chosen, a: numbers(name, A), b: numbers(name, B) };
}

/** A kernel of 1×1 may stand as a matrix, and a matrix as a kernel of 1×1. */
function requireShape(
  { name }: LoraModule,
  factor: 'A' | 'B',
  { shape }: WeightTensor,
  sides: number[],
  kernel: number,
): void {
  const fits = [...sides, kernel, kernel].join() === shape.join() || (kernel === 1 && sides.join() === shape.join());
  if (fits) return;
  const wanted = kernel === 1 ? sides : [...sides, kernel, kernel];
  throw new AdapterError(
    `The adapter's factor ${factor} of ${name} is [${shape.join(', ')}], where this model's layer needs [${wanted.join(', ')}].`,
    'Open the model that the adapter was made for.',
  );
}

/** The tensor's numbers, all of them finite. */
function numbers(module: string, tensor: WeightTensor): Float32Array {
  const values = toFloat32(tensor);
  if (values.every(Number.isFinite)) return values;
  throw new AdapterError(
    `The adapter has numbers at ${module} that are infinite or none at all: its training went wrong.`,
    'Choose an earlier state of it, or another adapter.',
  );
}

/** Modules of any ranks and alphas as one adapter; what most of them have becomes the adapter's own. */
function assemble(read: FileModule[]): Omit<LoraAdapter, 'baseModel'> {
  const rank = commonest(read.map((module) => module.rank));
  const loraAlpha = commonest(read.map(({ alpha }) => alpha));
  const modules = read.map(
    ({ module, rank: own, alpha }): LoraModule => ({
      ...module,
      ...(own !== rank && { rank: own }),
      ...(alpha !== loraAlpha && { loraAlpha: alpha }),
    }),
  );
  const theta = new Float32Array(loraSize(modules, rank));
  for (const [i, { aOffset, bOffset }] of loraSlices(modules, rank).entries()) {
    const { a, b } = read[i] as FileModule;
    theta.set(a, aOffset);
    theta.set(b, bOffset);
  }
  return { rank, loraAlpha, modules, theta };
}

/** The value that occurs most often, the first of equals. */
function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first?.[0] ?? 1;
}
