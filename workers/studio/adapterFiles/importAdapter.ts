/** A file of any program into an adapter for the model that is open, or a sentence on why that can't be. */
import { AdapterError, UnknownModulesError } from '../../engine/adapters/adapterError.ts';
import { readLora } from '../../engine/adapters/formats/readLora.ts';
import { guessArchitecture, type NamedLayer } from '../../engine/adapters/guessArchitecture.ts';
import type { LoraModule } from '../../engine/adapters/loraLayout.ts';
import { parseSafetensors, type WeightFile, WeightsError } from '../../engine/weights/safetensors.ts';
import { Failure } from '../../outcome.ts';
import type { ImportRequest, ImportResult } from '../../protocol.ts';
import { readNote } from './adapterNote.ts';
import { openAdapterFiles } from './openFiles.ts';

const OPEN_ITS_MODEL = 'Open the model that it was made for, and import it again.';

/**
 * @param available the layers of the model that is open
 * @throws Failure, AdapterError each with what to do next
 */
export async function importAdapter(
  { files, leaveOut }: ImportRequest,
  available: readonly LoraModule[],
): Promise<ImportResult> {
  const { weights, config: peftConfig } = await openAdapterFiles(files);
  const file = parseWeights(weights);
  requireSameFamily(file, available);
  try {
    const { adapter } = readLora(file, available, { peftConfig, leaveOutUnknown: leaveOut });
    return { whole: true, imported: { adapter, ...readNote(file.metadata) } };
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
    if (error instanceof WeightsError) throw new Failure('adapter-damaged', error.message, error.advice);
    throw error;
  }
}

/** Families share many layers' names: without this, parts of an adapter would be offered that can't do any good. */
function requireSameFamily(file: WeightFile, available: readonly LoraModule[]): void {
  const [made, open] = [guessArchitecture(layersOf(file)), guessArchitecture(available)];
  if (made === null || made === open) return;
  const other = open === null ? '' : `, and the open model is ${open.startsWith('Weft') ? open : `of ${open}'s kind`}`;
  throw new AdapterError(`The adapter seems to be made for ${made}${other}.`, OPEN_ITS_MODEL);
}

/** The layers that a file speaks of, with the width of what goes into them. */
function layersOf({ tensors }: WeightFile): NamedLayer[] {
  return Array.from(tensors.values(), ({ name, shape }) => {
    const inFeatures = /(?:lora_A|down)\.weight$/.test(name) ? shape[1] : undefined;
    return { name, inFeatures };
  });
}
