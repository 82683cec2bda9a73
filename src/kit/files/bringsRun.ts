/** Whether files hold a run that was trained elsewhere, by their names alone: what it is its `run.json` tells. */
import { pathOf } from './pathOf.ts';

const REPORT = /(?:^|\/)run\.json$/;
const ZIP = /\.zip$/i;
/** A zip lists its files at its end. */
const ZIP_LIST_BYTES = 1024 * 1024;

export async function bringsRun(files: readonly File[]): Promise<boolean> {
  if (files.some((file) => REPORT.test(pathOf(file)))) return true;
  for (const file of files) if (await isRunZip(file)) return true;
  return false;
}

/** Whether a file is a zip in which a run's report lies. */
export async function isRunZip(file: File): Promise<boolean> {
  return ZIP.test(file.name) && (await endOfZip(file)).includes('run.json');
}

/** The end of a zip as text, in which the names of its files are; empty where it can't be read. */
export async function endOfZip(zip: Blob): Promise<string> {
  try {
    const end = await zip.slice(Math.max(0, zip.size - ZIP_LIST_BYTES)).arrayBuffer();
    return new TextDecoder('latin1').decode(end);
  } catch {
    return '';
  }
}
