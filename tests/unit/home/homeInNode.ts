/** The flow home without a page: the worker's real part over files in memory, a library, runs and records in memory. */

import type { LearntItem } from '../../../src/contract/adapters.ts';
import { StudioError } from '../../../src/contract/errors.ts';
import type { LibraryItem } from '../../../src/features/library/libraryState.ts';
import type { CheckpointRecord, RunRecord, SampleRecord } from '../../../src/features/library/records/runRecords.ts';
import { HomeFlow, type ShownRun } from '../../../src/features/training/home/homeFlow.ts';
import {
  type HomeEvent,
  type HomeState,
  NOBODY_HOME,
  reduceHome,
} from '../../../src/features/training/home/homeState.ts';
import type { FileStore } from '../../../src/files/FileStore.ts';
import { unpackPictures } from '../../../workers/images/unpackPictures.ts';
import { AdapterStore } from '../../../workers/studio/adapters/AdapterStore.ts';
import { takeRunNumbers } from '../../../workers/studio/takeRunNumbers.ts';

export function memoryFiles(): FileStore & { paths: () => string[] } {
  const held = new Map<string, Blob>();
  return {
    paths: () => [...held.keys()].sort(),
    read: async (path) => held.get(path) ?? null,
    write: async (path, content) => void held.set(path, new Blob([content])),
    remove: async (path) => void held.delete(path),
    removeFolder: async (folder) => {
      for (const path of [...held.keys()]) if (path.startsWith(`${folder}/`)) held.delete(path);
    },
    list: async (folder) =>
      [...held.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => ({ path, writtenAt: 0 })),
  };
}

export function homeInNode() {
  const files = memoryFiles();
  const places = { adapters: new AdapterStore(files), files };
  const library = new Map<string, LibraryItem>();
  const kept = new Map<string, number[]>();
  const samples = new Map<string, SampleRecord>();
  const runs = new Map<string, { record: RunRecord; checkpoint: CheckpointRecord }>();
  const shown: ShownRun[] = [];
  const imported: string[] = [];
  const hooks = { trains: false, adapterInFile: null as LearntItem | null };
  let state: HomeState = NOBODY_HOME;
  const tell = (event: HomeEvent) => {
    state = reduceHome(state, event);
  };
  const keepItem = <T extends LibraryItem>(item: T) => {
    library.set(item.id, item);
    return { record: item, kept: true };
  };
  const flow = new HomeFlow({
    tell,
    unpack: unpackPictures,
    takeNumbers: (numbers) => takeRunNumbers(places, numbers),
    pixels: async (picture) => {
      const [first] = new Uint8Array(await picture.arrayBuffer());
      if (first !== 1) throw new StudioError({ code: 'image-damaged', message: 'It is damaged.', advice: 'Copy it.' });
      return { width: 1, height: 1, rgba: new Uint8ClampedArray(4) };
    },
    thumbnailOf: async () => new ArrayBuffer(4),
    present: async (id) => {
      const item = library.get(id);
      const run = runs.get(id);
      return {
        inLibrary: item !== undefined,
        bytes: item?.method === 'lora' ? item.adapter.bytes : null,
        unfinished: run ? { record: run.record, step: run.checkpoint.step } : null,
        kept: kept.get(id) ?? [],
      };
    },
    library: {
      keepLora: async (fields, { adapter, fewSteps }) => keepItem({ ...fields, method: 'lora', adapter, fewSteps }),
      keepWord: async (word) => keepItem(word),
      item: (id) => library.get(id) ?? null,
      draw: () => undefined,
    },
    keepCheckpoint: async (run, step) => void kept.set(run, [...(kept.get(run) ?? []), step]),
    writeSample: async (record) => void samples.set(record.id, record),
    runs: {
      alone: async (work) => {
        if (hooks.trains) throw new StudioError({ code: 'busy', message: 'A run is under way.', advice: 'Wait.' });
        return work();
      },
      offer: async (record, checkpoint) => void runs.set(record.id, { record, checkpoint }),
      forget: async ({ id }) => void runs.delete(id),
    },
    readAdapter: async () => {
      if (hooks.adapterInFile) return hooks.adapterInFile;
      throw new StudioError({ code: 'adapter-damaged', message: 'It is damaged too.', advice: 'Copy it.' });
    },
    importFiles: (given) => void imported.push(...given.map(({ name }) => name)),
    show: (run) => void shown.push(run),
    now: () => 1000,
  });
  return { flow, files, places, library, kept, samples, runs, shown, imported, hooks, state: () => state };
}
