/** What the library holds as a file for other programs and for Weft. */

import { peftConfigOf, writeEmbedding, writeLora } from '@weft/engine';
import { strToU8, type Zippable, zipSync } from 'fflate';
import type { LoraAdapter } from '../../../src/contract/adapters.ts';
import type { ExportedFile, ExportedItem, ExportRequest } from '../../../src/contract/files/adapterFiles.ts';
import { ABOUT_ENTRIES } from '../../../src/contract/library/itemAbout.ts';
import { writeNote } from './adapterNote.ts';
import { weightsHash } from './fileHashes.ts';
import { aboutEntries, specEntries } from './modelSpec.ts';

/** The year that zip's dates begin with: files made of the same adapter are the same. */
const NO_DATE = new Date(1980, 0, 1);

/** What is to be saved, its numbers with it. */
interface WholeExport extends Omit<ExportRequest, 'item'> {
  item:
    | (Omit<Extract<ExportedItem, { method: 'lora' }>, 'adapter'> & { adapter: LoraAdapter })
    | Extract<ExportedItem, { method: 'embedding' }>;
}

/** Of these a person may say something else by now than the file that was imported. */
const SAID = new Set(Object.values(ABOUT_ENTRIES));

/** PEFT's layout becomes a zip of its two files, the others one `.safetensors`. */
export async function exportAdapter({ item, ...about }: WholeExport): Promise<ExportedFile> {
  const metadata = headerOf({ item, ...about });
  if (item.method === 'embedding')
    return single(await withHash((more) => writeEmbedding(item.embedding, item.layout, { ...metadata, ...more })));
  const weights = await withHash((more) => writeLora(item.adapter, item.layout, { ...metadata, ...more }));
  if (item.layout !== 'peft') return single(weights);
  const files: Zippable = {
    'adapter_config.json': strToU8(`${JSON.stringify(peftConfigOf(item.adapter), null, 2)}\n`),
    // Floats hardly shrink.
    'adapter_model.safetensors': [weights, { level: 0 }],
  };
  return { bytes: zipSync(files, { mtime: NO_DATE }).slice().buffer, ending: 'zip' };
}

/** What another program wrote of its own file stays, but for what its person says by now. */
function headerOf(request: WholeExport): Record<string, string> {
  const { item, about, origin } = request;
  const note = writeNote({ ...request, ...(item.method === 'lora' && { fewSteps: item.fewSteps }) });
  const kept = Object.fromEntries(Object.entries(note).filter(([entry]) => !SAID.has(entry)));
  return { ...(origin.kind !== 'foreign' && specEntries(request)), ...kept, ...aboutEntries(about) };
}

/** The file with the digest of its own numbers, which do not depend on what its header says. */
async function withHash(write: (more: Record<string, string>) => Uint8Array): Promise<Uint8Array> {
  const hash = await weightsHash(write({}));
  return write({ sshs_model_hash: hash, 'modelspec.hash_sha256': `0x${hash}` });
}

function single(file: Uint8Array): ExportedFile {
  return { bytes: file.slice().buffer, ending: 'safetensors' };
}
