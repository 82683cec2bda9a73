/** Files for the library: a model's folder or file, or adapters and words. */
import { isCheckpointFile, isModelFolder, localFiles } from '../models/localFiles.ts';
import { importLocal } from '../models/modelStore.ts';
import { importFiles } from './files/adapterImports.ts';

/** What is no model is for the adapters' import to judge. */
export function takeLibraryFiles(files: File[]): void {
  const local = localFiles(files);
  if (isModelFolder(local) || isCheckpointFile(local)) void importLocal(local);
  else importFiles(files);
}
