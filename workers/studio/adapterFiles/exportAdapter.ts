/** A kept adapter as a file for other programs and for Weft. */
import { strToU8, type Zippable, zipSync } from 'fflate';
import { peftConfigOf } from '../../engine/adapters/formats/loraSettings.ts';
import { writeLora } from '../../engine/adapters/formats/writeLora.ts';
import type { ExportedFile, ExportRequest } from '../../protocol.ts';
import { writeNote } from './adapterNote.ts';

/** The year that zip's dates begin with: files made of the same adapter are the same. */
const NO_DATE = new Date(1980, 0, 1);

/** PEFT's layout becomes a zip of its two files, the others one `.safetensors`. */
export function exportAdapter({ layout, adapter, ...about }: ExportRequest): ExportedFile {
  const weights = writeLora(adapter, layout, writeNote(about));
  if (layout !== 'peft') return { bytes: weights.slice().buffer, ending: 'safetensors' };
  const files: Zippable = {
    'adapter_config.json': strToU8(`${JSON.stringify(peftConfigOf(adapter), null, 2)}\n`),
    // Floats hardly shrink.
    'adapter_model.safetensors': [weights, { level: 0 }],
  };
  return { bytes: zipSync(files, { mtime: NO_DATE }).slice().buffer, ending: 'zip' };
}
