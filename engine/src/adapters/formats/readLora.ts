/** Adapters of diffusers, PEFT, kohya, LyCORIS and OneTrainer into the engine's own layout. */
import type { WeightFile } from '../../weights/safetensors.ts';
import { AdapterError, UnknownModulesError } from '../adapterError.ts';
import { fanIn, type LoraAdapter, type LoraModule, loraSize, loraSlices } from '../loraLayout.ts';
import { isBundledWord } from './embeddingFiles.ts';
import { type LayerDifference, type LayerParts, layerDifference } from './layerDifference.ts';
import { requireFinite, SAVE_AGAIN } from './layerTensors.ts';
import { type FileLoraKey, type NamedModule, parseLoraKey } from './loraKeys.ts';
import { alphaForRank, isPeftConfig, loadPatterns, parsePeftSettings, settingsInHeader } from './loraSettings.ts';
import { ModuleNames, netAndPath, type OriginalName } from './moduleNames.ts';

/** What is needed to read some files, and how; see `prepareToRead` for what has to be there first. */
export interface LoraReadOptions {
  /** Parsed `adapter_config.json`, which PEFT's layout needs for its alpha. JSON of other programs is passed over. */
  peftConfig?: unknown;
  /** Leave out layers that the model doesn't have, instead of refusing the file. */
  leaveOutUnknown?: boolean;
  /** The names that the model's U-Net was published under, for files that use these. */
  originalName?: OriginalName;
  /** The model's own weights [outFeatures, fanIn] of the layers that `layersToMerge` names. */
  baseWeights?: ReadonlyMap<string, Float32Array>;
}

/** What was read. */
export interface LoraReading {
  /** The layers that the model has, in its order. */
  adapter: LoraAdapter;
  /** Layers that the model lacks, as the file names them; not empty only where they were to be left out. */
  leftOut: string[];
}

/** Numbers in an adapter at most, 1 GiB: what whole differences of a large model's every layer would go beyond. */
const MOST_NUMBERS = 2 ** 28;

/** For each of the model's layers its tensors, and the names of layers that it lacks. */
interface Sorted {
  layers: Map<LoraModule, { key: NamedModule; parts: LayerParts }>;
  unknown: Set<string>;
  keys: FileLoraKey[];
}

/**
 * Reads a LoRA, LoCon, LoHa, LoKr, DoRA or whole difference of the U-Net, the text encoder or both. A LoRA's numbers are
 * kept as they are; the other kinds become products of factors that do the same. Layers keep ranks and alphas of their
 * own, and come in the model's order.
 * @param file the parsed `.safetensors`
 * @param available the model's layers that can be adapted
 * @throws UnknownModulesError when the model lacks layers that the file has, unless they are to be left out and others remain
 * @throws AdapterError when the file is no such adapter, lacks a factor, has one that fits neither the other nor the layer,
 *   or numbers that are none, or needs settings beside it
 */
export function readLora(
  file: WeightFile,
  available: readonly LoraModule[],
  { peftConfig, leaveOutUnknown = false, originalName, baseWeights }: LoraReadOptions = {},
): LoraReading {
  const { layers, unknown, keys } = sortTensors(file, new ModuleNames(available, originalName));
  if (keys.length === 0) throw new AdapterError('The adapter file is empty.', 'Choose another file.');
  const beside = isPeftConfig(peftConfig) ? parsePeftSettings(peftConfig) : undefined;
  if (beside === undefined && keys.some(({ layout }) => layout === 'peft')) {
    throw new AdapterError(
      "The adapter was saved by PEFT, which keeps the LoRA's alpha in a file beside it.",
      'Choose its adapter_config.json together with it.',
    );
  }
  if (unknown.size > 0 && (!leaveOutUnknown || layers.size === 0)) {
    throw new UnknownModulesError([...unknown], layers.size);
  }
  const inHeader = settingsInHeader(file.metadata);
  const read: LayerDifference[] = [];
  let size = 0;
  for (const module of available) {
    const layer = layers.get(module);
    if (!layer) continue;
    const settings = beside ?? inHeader[netAndPath(module).net];
    if (settings?.use_dora && !layer.parts.magnitude) {
      throw new AdapterError(`The adapter is a DoRA (use_dora) without magnitudes of ${module.name}.`, SAVE_AGAIN);
    }
    const alphaOf = (rank: number) => alphaForRank(settings, pathInFile(layer.key, module), rank);
    const difference = layerDifference(module, layer.parts, { alphaOf }, baseWeights?.get(module.name));
    size += difference.rank * (fanIn(module) + module.outFeatures);
    if (size > MOST_NUMBERS) throw tooLarge();
    requireFinite(difference);
    read.push(difference);
  }
  const { metadata } = file;
  const named = beside ?? inHeader.unet ?? inHeader.text_encoder;
  const baseModel = metadata.base_model ?? metadata.ss_sd_model_name ?? named?.base_model_name_or_path ?? '';
  return { adapter: { baseModel, ...assemble(read) }, leftOut: [...unknown] };
}

/**
 * Loads what the patterns in a file's settings need: to be awaited before `readLora` where settings may have such.
 * @throws AdapterError where the settings can't be used
 */
export function prepareToRead(
  file: WeightFile,
  { peftConfig }: Pick<LoraReadOptions, 'peftConfig'> = {},
): Promise<void> {
  return loadPatterns(file.metadata, peftConfig);
}

/**
 * The model's layers whose own weights are needed to read a file: those that a DoRA changes.
 * @throws AdapterError as `readLora` does
 */
export function layersToMerge(
  file: WeightFile,
  available: readonly LoraModule[],
  { originalName }: Pick<LoraReadOptions, 'originalName'> = {},
): LoraModule[] {
  const { layers } = sortTensors(file, new ModuleNames(available, originalName));
  return available.filter((module) => layers.get(module)?.parts.magnitude !== undefined);
}

function sortTensors(file: WeightFile, names: ModuleNames): Sorted {
  const sorted: Sorted = { layers: new Map(), unknown: new Set(), keys: [] };
  for (const tensor of file.tensors.values()) {
    if (isBundledWord(tensor.name)) continue;
    const key = parseLoraKey(tensor.name);
    sorted.keys.push(key);
    const module = key.part === 'elsewhere' ? undefined : names.find(key);
    if (module === undefined) {
      sorted.unknown.add(key.part === 'elsewhere' ? tensor.name : key.stem);
      continue;
    }
    const parts: LayerParts = sorted.layers.get(module)?.parts ?? {};
    if (parts[key.part]) {
      throw new AdapterError(`The adapter has ${module.name} twice, under two ways of naming.`, SAVE_AGAIN);
    }
    parts[key.part] = tensor;
    sorted.layers.set(module, { key, parts });
  }
  return sorted;
}

/** The layer's path as the program knew it that saved the file; kohya's names are none. */
function pathInFile({ layout, module: path }: NamedModule, module: LoraModule): string {
  return layout === 'kohya' ? netAndPath(module).path : path;
}

function tooLarge(): AdapterError {
  return new AdapterError(
    'The adapter changes whole layers, too many of them to be held as an adapter.',
    'Merge it into the model in the program that made it, and open that model; or choose a LoRA of a lower rank.',
  );
}

/** Modules of any ranks and alphas as one adapter; what most of them have becomes the adapter's own. */
function assemble(read: LayerDifference[]): Omit<LoraAdapter, 'baseModel'> {
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
    const { a, b } = read[i] as LayerDifference;
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
