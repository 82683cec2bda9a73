/** Models of a person's own disk, in either layout: what is loaded once one is brought. */
export { openCheckpointFile } from './openCheckpointFile.ts';
export { openFolder } from './openFolder.ts';
