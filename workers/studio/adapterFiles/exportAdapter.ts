/** What the library holds as a file for other programs and for Weft. */

import { peftConfigOf, writeEmbedding, writeLora } from '@weft/engine';
import { strToU8, type Zippable, zipSync } from 'fflate';
import type { LoraAdapter } from '../../../src/contract/adapters.ts';
import type { ExportedFile, ExportedItem, ExportRequest } from '../../../src/contract/files/adapterFiles.ts';
import { writeNote } from './adapterNote.ts';

/** The year that zip's dates begin with: files made of the same adapter are the same. */
const NO_DATE = new Date(1980, 0, 1);

/** What is to be saved, its numbers with it. */
interface WholeExport extends Omit<ExportRequest, 'item'> {
  item:
    | (Omit<Extract<ExportedItem, { method: 'lora' }>, 'adapter'> & { adapter: LoraAdapter })
    | Extract<ExportedItem, { method: 'embedding' }>;
}

/** PEFT's layout becomes a zip of its two files, the others one `.safetensors`. */
export function exportAdapter({ item, ...about }: WholeExport): ExportedFile {
  if (item.method === 'embedding') return single(writeEmbedding(item.embedding, item.layout, writeNote(about)));
  const note = writeNote({ ...about, fewSteps: item.fewSteps });
  const weights = writeLora(item.adapter, item.layout, note);
  if (item.layout !== 'peft') return single(weights);
  const files: Zippable = {
    'adapter_config.json': strToU8(`${JSON.stringify(peftConfigOf(item.adapter), null, 2)}\n`),
    // Floats hardly shrink.
    'adapter_model.safetensors': [weights, { level: 0 }],
  };
  return { bytes: zipSync(files, { mtime: NO_DATE }).slice().buffer, ending: 'zip' };
}

function single(file: Uint8Array): ExportedFile {
  return { bytes: file.slice().buffer, ending: 'safetensors' };
}
