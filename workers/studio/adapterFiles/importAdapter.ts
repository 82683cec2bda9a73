/** A file of any program into an adapter or a word for the model that is open, or a sentence on why that can't be. */

import {
  AdapterError,
  drawsInFewSteps,
  type Embedding,
  guessArchitecture,
  holdsEmbedding,
  type LoraModule,
  type LoraReadOptions,
  layersToMerge,
  leftOutOfEmbedding,
  type Model,
  type NamedLayer,
  type OriginalName,
  originalNames,
  PlaceholderError,
  parseSafetensors,
  prepareToRead,
  readBaseWeights,
  readBundledEmbeddings,
  readEmbedding,
  readLora,
  UnknownModulesError,
  type WeightFile,
  WeightsError,
} from '@weft/engine';
import type { LearntItem, LoraAdapter } from '../../../src/contract/adapters.ts';
import { studioError } from '../../../src/contract/errors.ts';
import type { ImportedAdapter, ImportRequest, ImportResult } from '../../../src/contract/files/adapterFiles.ts';
import { inProductWords } from '../../shared/productWords.ts';
import { requireUsable, type WordReader } from '../knownEmbeddings.ts';
import { readNote } from './adapterNote.ts';
import { hashesOf } from './fileHashes.ts';
import { openAdapterFiles } from './openFiles.ts';

/** What is needed of the model that is open. */
export interface ImportTarget {
  adaptableModules: readonly LoraModule[];
  checkpoint: WordReader;
  /** What its U-Net's layers were called when it was published. */
  originalName: OriginalName;
  /** Its own weights of some layers. */
  baseWeights: (modules: readonly LoraModule[]) => Promise<ReadonlyMap<string, Float32Array>>;
}

/** A model as what files are held against. */
export function importTargetOf({ adaptableModules, checkpoint }: Model): ImportTarget {
  return {
    adaptableModules,
    checkpoint,
    originalName: originalNames(checkpoint.unet.config),
    baseWeights: (modules) => readBaseWeights(checkpoint, modules),
  };
}

/** What was read from an adapter's files, its numbers with it. */
type ReadResult =
  | { whole: true; imported: Omit<ImportedAdapter, 'item'> & { item: ReadItem } }
  | Extract<ImportResult, { whole: false }>;
type ReadItem =
  | { method: 'lora'; adapter: LoraAdapter; fewSteps: boolean }
  | Extract<LearntItem, { method: 'embedding' }>;

const OPEN_ITS_MODEL = 'Open the model that it was made for, and import it again.';

/** @throws StudioError, EngineError: each with what to do next */
export async function importAdapter(request: Omit<ImportRequest, 'id'>, target: ImportTarget): Promise<ReadResult> {
  const { name, weights, config } = await openAdapterFiles(request.files);
  const file = parseWeights(weights);
  const { fewSteps, ...about } = readNote(file.metadata);
  const hashes = await hashesOf(weights);
  const read = (item: ReadItem, words: Embedding[], note: string | null): ReadResult => ({
    whole: true,
    imported: { item, ...about, hashes, ...(words.length > 0 && { words }), ...(note !== null && { note }) },
  });
  if (holdsEmbedding(file)) {
    const embedding = { ...readEmbedding(file, name), ...(request.token && { token: request.token }) };
    const reason = wordError(embedding, target.checkpoint);
    if (reason !== null) return { whole: false, question: 'word', token: wordFrom(embedding.token), reason };
    return read({ method: 'embedding', embedding }, [], leftOutOfEmbedding(file));
  }
  requireSameFamily(file, target.adaptableModules);
  try {
    const { adapter } = await readAdapterOf(file, target, { peftConfig: config, leaveOutUnknown: request.leaveOut });
    const described = { adapter, names: [name, about.name ?? ''], metadata: file.metadata };
    const item: ReadItem = {
      method: 'lora',
      adapter,
      fewSteps: fewSteps ?? drawsInFewSteps(described, target.adaptableModules),
    };
    return read(item, readBundledEmbeddings(file), null);
  } catch (error) {
    if (!(error instanceof UnknownModulesError) || error.fitting === 0) throw error;
    return { whole: false, question: 'layers', fitting: error.fitting, unknown: [...error.unknown] };
  }
}

/** Reads a LoRA of any kind, with the model's own weights where it needs them. */
async function readAdapterOf(
  file: WeightFile,
  { adaptableModules, originalName, baseWeights }: ImportTarget,
  options: Pick<LoraReadOptions, 'peftConfig' | 'leaveOutUnknown'>,
) {
  await prepareToRead(file, options);
  const merged = layersToMerge(file, adaptableModules, { originalName });
  return readLora(file, adaptableModules, { ...options, originalName, baseWeights: await baseWeights(merged) });
}

/** Why a word can't have this name, as a sentence; null where it can. Throws where another name would not help. */
function wordError(embedding: Embedding, reader: WordReader): string | null {
  try {
    requireUsable(embedding, reader);
    return null;
  } catch (error) {
    if (error instanceof PlaceholderError) return inProductWords(error.message);
    throw error;
  }
}

/** A name that words may have, near to the one that a file gave it. */
function wordFrom(name: string): string {
  const bare = name
    .trim()
    .toLowerCase()
    .replace(/^<|>$/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return `<${bare === '' ? 'word' : bare}>`;
}

/** A damaged adapter is not a damaged model. */
function parseWeights(bytes: Uint8Array): WeightFile {
  try {
    return parseSafetensors(bytes);
  } catch (error) {
    if (error instanceof WeightsError)
      throw studioError('adapter-damaged', inProductWords(error.message), error.advice);
    throw error;
  }
}

/** Families share many layers' names: without this, parts of an adapter would be offered that can't do any good. */
function requireSameFamily(file: WeightFile, available: readonly LoraModule[]): void {
  const [made, open] = [layersOf(file), available].map((layers) => {
    const guess = guessArchitecture(layers);
    return guess === null ? null : inProductWords(guess);
  });
  if (!made || made === open) return;
  const other = !open ? '' : `, and the open model is ${open.startsWith('Weft') ? open : `of ${open}'s kind`}`;
  throw new AdapterError(`The adapter seems to be made for ${made}${other}.`, OPEN_ITS_MODEL);
}

/** The layers that a file speaks of, with the width of what goes into them. */
function layersOf({ tensors }: WeightFile): NamedLayer[] {
  return Array.from(tensors.values(), ({ name, shape }) => {
    const inFeatures = /(?:lora_A(?:\.default)?|down)\.weight$|hada_w1_b$/.test(name) ? shape[1] : undefined;
    return { name, inFeatures };
  });
}
