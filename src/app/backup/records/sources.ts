/** The records of each section as they lie in storage, one at a time, each with the files that belong to it. */
import { galleryRecords } from '../../../features/create/galleryRecords.ts';
import { originalRecords } from '../../../features/dataset/crops/originalRecords.ts';
import { usedOriginals } from '../../../features/dataset/crops/originals.ts';
import { datasetOf, FIRST_DATASET, imageRecords } from '../../../features/dataset/imageRecords.ts';
import { datasetRecords } from '../../../features/dataset/subjects/datasetRecords.ts';
import { adapterRecords } from '../../../features/library/records/AdapterRecordStore.ts';
import { embeddingRecords } from '../../../features/library/records/EmbeddingRecordStore.ts';
import { keptCheckpoints } from '../../../features/library/records/keptCheckpoints.ts';
import { checkpointRecords, runRecords, sampleRecords } from '../../../features/library/records/runRecords.ts';
import { readFile as readFilm } from '../../../features/morph/films/filmFiles.ts';
import { filmRecords } from '../../../features/morph/films/filmRecords.ts';
import { ownClassImageRecords } from '../../../features/training/classImages/classImageRecords.ts';
import { readNumbersFile } from '../../../files/adapterNumbers.ts';
import { runFolder } from '../../../files/runStates.ts';
import { storedFiles } from '../../../files/storedFiles.ts';
import type { RecordStore } from '../../../kit/records/RecordStore.ts';
import { formRecords } from '../../../session/forms/formRecords.ts';
import { presetRecords } from '../../../session/presets/presetRecords.ts';
import type { RecordFile } from '../file/BackupWriter.ts';
import type { Section, StoreName } from './sections.ts';

/** A record that is to be written; null where it can't be read, which is told. */
export interface SourceRecord {
  store: StoreName;
  id: string;
  read: () => Promise<{ record: unknown; files: RecordFile[] } | null>;
}

type Reads = Pick<RecordStore<{ id: string }>, 'ids' | 'readSome'>;

/** All records of a section, before any of them is read. */
export const SOURCES: Readonly<Record<Section, () => Promise<SourceRecord[]>>> = {
  async datasets() {
    const images = await imageRecords.ids();
    const found: SourceRecord[] = [];
    const kept = await datasetRecords.ids();
    // A dataset's name goes before its images: what a broken-off file has of them is then of something.
    // Storage that is full since an earlier version may have no name of its only one.
    for (const id of kept.length > 0 ? kept : [FIRST_DATASET]) {
      found.push(source('weft-datasets', datasetRecords, id));
      for (const image of images) if (datasetOf(image) === id) found.push(source('weft-dataset', imageRecords, image));
    }
    // Of what is in it still: others wait to be swept.
    const used = await usedOriginals();
    const originals = (await originalRecords.ids()).filter((id) => used.has(id));
    found.push(...originals.map((id) => source('weft-originals', originalRecords, id)));
    return [...found, ...(await all('weft-own-class-images', ownClassImageRecords))];
  },
  async library() {
    const adapters = await adapterRecords.ids();
    const words = await embeddingRecords.ids();
    const samples = await sampleRecords.ids();
    const found: SourceRecord[] = [];
    for (const id of [...adapters, ...words]) {
      const isAdapter = adapters.includes(id);
      if (isAdapter) found.push({ ...source('weft-adapters', adapterRecords, id), read: () => readAdapterRecord(id) });
      else found.push(source('weft-embeddings', embeddingRecords, id));
      const own = samples.filter((sample) => sample.startsWith(`${id} `));
      found.push(...own.map((sample) => source('weft-run-samples', sampleRecords, sample)));
    }
    return found;
  },
  async checkpoints() {
    const found: SourceRecord[] = [];
    for (const id of await runRecords.ids()) {
      found.push(
        { ...source('weft-runs', runRecords, id), read: () => readRun(id) },
        ...((await checkpointRecords.has(id)) ? [source('weft-run-checkpoints', checkpointRecords, id)] : []),
      );
    }
    for (const id of await keptCheckpoints.ids()) {
      found.push({ ...source('weft-kept-checkpoints', keptCheckpoints, id), read: () => readKeptCheckpoint(id) });
    }
    return found;
  },
  gallery: () => all('weft-gallery', galleryRecords),
  async films() {
    const found: SourceRecord[] = [];
    for (const id of await filmRecords.ids()) {
      const { records } = await filmRecords.readSome([id]);
      // Frames of one that isn't finished are drawn again.
      if (records[0]?.bytes != null) found.push({ store: 'weft-films', id, read: () => readWholeFilm(id) });
    }
    return found;
  },
  presets: () => all('weft-presets', presetRecords),
  forms: () => all('weft-forms', formRecords),
};

function source(store: StoreName, records: Reads, id: string): SourceRecord {
  return { store, id, read: () => withFiles(records, id, async () => []) };
}

async function all(store: StoreName, records: Reads): Promise<SourceRecord[]> {
  return (await records.ids()).map((id) => source(store, records, id));
}

async function withFiles(records: Reads, id: string, filesOf: () => Promise<RecordFile[] | null>) {
  const [record] = (await records.readSome([id])).records;
  const files = record ? await filesOf() : null;
  return record && files ? { record, files } : null;
}

const readAdapterRecord = (id: string) =>
  withFiles(adapterRecords, id, async () => named('theta.f32', await readNumbersFile(storedFiles, { id })));

async function readKeptCheckpoint(id: string) {
  const [record] = (await keptCheckpoints.readSome([id])).records;
  if (!record) return null;
  const { run, step } = record;
  const files = named('step.f32', await readNumbersFile(storedFiles, { id: run, step }));
  return files && { record, files };
}

/** A run with its last state; the files of one that storage had no room for lie in the record of its checkpoint. */
const readRun = (id: string) =>
  withFiles(runRecords, id, async () => {
    const files: RecordFile[] = [];
    for (const { path } of await storedFiles.list(runFolder(id))) {
      const content = path.endsWith('.partial') ? null : await storedFiles.read(path);
      if (content) files.push({ name: path.slice(runFolder(id).length + 1), content });
    }
    return files;
  });

const readWholeFilm = (id: string) => withFiles(filmRecords, id, async () => named('film', await readFilm(id)));

const named = (name: string, content: Blob | null): RecordFile[] | null => content && [{ name, content }];
