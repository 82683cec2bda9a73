/** LoRA files of diffusers, PEFT and kohya into the engine's own layout. */
import { toFloat32, type WeightFile, type WeightTensor } from '../../weights/safetensors.ts';
import { AdapterError } from '../adapterError.ts';
import { type LoraAdapter, type LoraModule, type LoraSlice, loraSize, loraSlices } from '../loraLayout.ts';
import { kohyaModule, parseLoraKey } from './loraKeys.ts';
import { alphaOf, type PeftSettings, parsePeftSettings, settingsInHeader } from './loraSettings.ts';

/** One module's factors as they stand in a file. */
interface FileModule extends LoraModule {
  rank: number;
  /** Its scale is alpha / rank. */
  alpha: number;
  a: Float32Array;
  b: Float32Array;
}

type Parts = Partial<Record<'A' | 'B' | 'alpha', WeightTensor>>;

/**
 * Reads a LoRA of the U-Net. Modules may have ranks and alphas of their own; the adapter then has the
 * largest rank, zeros beyond each module's own, and the scales folded into B.
 * @param file the parsed `.safetensors`
 * @param peftConfig parsed `adapter_config.json`, which PEFT's layout needs for its alpha
 * @param modelModules the U-Net's linear layers, which kohya's layout needs for their names
 * @throws AdapterError when the file is no such LoRA, lacks a factor, or what it needs beside it is missing
 */
export function readLora(file: WeightFile, peftConfig?: unknown, modelModules?: readonly LoraModule[]): LoraAdapter {
  const settings = peftConfig === undefined ? settingsInHeader(file.metadata) : parsePeftSettings(peftConfig);
  const grouped = new Map<string, Parts>();
  for (const tensor of file.tensors.values()) {
    const key = parseLoraKey(tensor.name);
    if (key.layout === 'peft' && settings === undefined) {
      throw new AdapterError(
        "The adapter was saved by PEFT, which keeps the LoRA's alpha in a file beside it.",
        'Choose its adapter_config.json together with it.',
      );
    }
    const module = key.layout === 'kohya' ? resolveKohya(key.module, modelModules) : key.module;
    const parts = grouped.get(module) ?? {};
    parts[key.part] = tensor;
    grouped.set(module, parts);
  }
  if (grouped.size === 0) {
    throw new AdapterError('The adapter file is empty.', 'Choose another file.');
  }
  const modules = [...grouped].map(([name, parts]) => readModule(name, parts, settings));
  const { metadata } = file;
  const baseModel = metadata.base_model ?? metadata.ss_sd_model_name ?? settings?.base_model_name_or_path ?? '';
  return { baseModel, ...uniform(modules) };
}

function resolveKohya(name: string, modelModules: readonly LoraModule[] | undefined): string {
  const module = modelModules?.find((candidate) => kohyaModule(candidate.name) === name);
  if (module) return module.name;
  throw new AdapterError(
    `The adapter changes the layer ${name}, which the model doesn't have.`,
    'Open the model that the adapter was made for.',
  );
}

function readModule(name: string, { A, B, alpha }: Parts, settings: PeftSettings | undefined): FileModule {
  const advice = 'Choose another file, or save the adapter again.';
  if (!A || !B) throw new AdapterError(`The adapter lacks one of the two factors of ${name}.`, advice);
  const [rank = 0, inFeatures = 0] = linearShape(name, A);
  const [outFeatures = 0, columns = 0] = linearShape(name, B);
  if (rank < 1 || rank !== columns) {
    throw new AdapterError(`The adapter's two factors of ${name} don't go together (${rank} and ${columns}).`, advice);
  }
  const a = toFloat32(A);
  const b = toFloat32(B);
  const own = alpha && toFloat32(alpha)[0];
  // Where no alpha is given anywhere, diffusers takes the rank: the product as it is.
  const pattern = settings && alphaOf(settings, name);
  const scaled = settings?.use_rslora && pattern !== undefined ? pattern * Math.sqrt(rank) : pattern;
  return { name, inFeatures, outFeatures, rank, alpha: own ?? scaled ?? rank, a, b };
}

/** Two sides; a 1×1 convolution's kernel is a linear layer's matrix. */
function linearShape(name: string, { shape }: WeightTensor): number[] {
  const isLinear = shape.length === 2 || (shape.length === 4 && shape[2] === 1 && shape[3] === 1);
  if (isLinear) return shape.slice(0, 2);
  throw new AdapterError(
    `The adapter changes ${name}, which is no linear layer (shape [${shape.join(', ')}]).`,
    'Choose an adapter of the attention layers alone.',
  );
}

/** Modules of any ranks and alphas as one adapter. */
function uniform(modules: FileModule[]): Omit<LoraAdapter, 'baseModel'> {
  const rank = Math.max(...modules.map((module) => module.rank));
  const alphas = new Set(modules.map(({ alpha }) => alpha));
  const alike = alphas.size === 1 && modules.every((module) => module.rank === rank);
  const loraAlpha = alike ? (modules[0] as FileModule).alpha : rank;
  const named = modules.map(({ name, inFeatures, outFeatures }) => ({ name, inFeatures, outFeatures }));
  const theta = new Float32Array(loraSize(named, rank));
  for (const [i, slice] of loraSlices(named, rank).entries()) {
    const { a, b, rank: ownRank, alpha, outFeatures } = modules[i] as FileModule;
    const fold = alike ? 1 : alpha / ownRank;
    theta.set(a, slice.aOffset);
    placeColumns(theta, slice, rank, b, ownRank, outFeatures, fold);
  }
  return { rank, loraAlpha, modules: named, theta };
}

/** B with `ownRank` columns into the first of `rank` columns. */
function placeColumns(
  theta: Float32Array,
  { bOffset }: LoraSlice,
  rank: number,
  b: Float32Array,
  ownRank: number,
  rows: number,
  scale: number,
): void {
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < ownRank; k++) {
      theta[bOffset + row * rank + k] = scale * (b[row * ownRank + k] as number);
    }
  }
}
