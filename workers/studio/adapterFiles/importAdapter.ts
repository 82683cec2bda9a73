/** A file of any program into an adapter or a word for the model that is open, or a sentence on why that can't be. */

import {
  AdapterError,
  drawsInFewSteps,
  guessArchitecture,
  type LoraModule,
  type NamedLayer,
  parseSafetensors,
  readEmbedding,
  readLora,
  UnknownModulesError,
  type WeightFile,
  WeightsError,
} from '@weft/engine';
import type { ImportedAdapter, ImportRequest, ImportResult } from '../../../src/contract/adapterFiles.ts';
import type { LearntItem, LoraAdapter } from '../../../src/contract/adapters.ts';
import { studioError } from '../../../src/contract/errors.ts';
import { inProductWords } from '../../shared/productWords.ts';
import { requireUsable, type WordReader } from '../knownEmbeddings.ts';
import { readNote } from './adapterNote.ts';
import { openAdapterFiles } from './openFiles.ts';

/** What is needed of the model that is open. */
export interface ImportTarget {
  adaptableModules: readonly LoraModule[];
  checkpoint: WordReader;
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
  const whole = (item: ReadItem): ReadResult => ({ whole: true, imported: { item, ...about } });
  if (holdsWord(file)) {
    const embedding = readEmbedding(file, name);
    requireUsable(embedding, target.checkpoint);
    return whole({ method: 'embedding', embedding });
  }
  requireSameFamily(file, target.adaptableModules);
  try {
    const options = { peftConfig: config, leaveOutUnknown: request.leaveOut };
    const { adapter } = readLora(file, target.adaptableModules, options);
    const described = { adapter, names: [name, about.name ?? ''], metadata: file.metadata };
    return whole({
      method: 'lora',
      adapter,
      fewSteps: fewSteps ?? drawsInFewSteps(described, target.adaptableModules),
    });
  } catch (error) {
    if (!(error instanceof UnknownModulesError) || error.fitting === 0) throw error;
    return { whole: false, fitting: error.fitting, unknown: [...error.unknown] };
  }
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

/** A word's file has one tensor, called as its token or as no layer ever is; one for two text encoders has two. */
function holdsWord({ tensors }: WeightFile): boolean {
  if (tensors.has('emb_params') || tensors.has('clip_l') || tensors.has('clip_g')) return true;
  const [name = ''] = tensors.keys();
  return tensors.size === 1 && !/\.(?:weight|bias|alpha)$/.test(name);
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
    const inFeatures = /(?:lora_A|down)\.weight$/.test(name) ? shape[1] : undefined;
    return { name, inFeatures };
  });
}
