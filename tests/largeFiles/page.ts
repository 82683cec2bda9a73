/** The page that `scripts/largeFiles.mjs` drives: the studio's own worker for models, and one that fills GPU buffers. */
import * as Comlink from 'comlink';
import type { StoredModel } from '../../src/contract/models.ts';
import type { ModelsWorker } from '../../src/contract/modelsWorker.ts';
import { unwrap } from '../../src/kit/worker/outcome.ts';
import type { upload } from './upload.worker.ts';

const models = Comlink.wrap<ModelsWorker>(
  new Worker(new URL('../../workers/models.worker.ts', import.meta.url), { type: 'module' }),
);

/** Downloads a repository whole; gives the model. */
async function download(repository: string): Promise<StoredModel> {
  const access = { token: '', confirmedHubs: [] };
  const found = unwrap(await models.lookUp({ repository, ...access }));
  if ('unknownHub' in found) throw new Error(`${found.unknownHub} is not this machine.`);
  const added = unwrap(
    await models.download(
      { model: found.model, ...access },
      Comlink.proxy(() => {}),
    ),
  );
  return added.model;
}

/** Reads all of a model again; gives the paths of damaged files. */
async function check(id: string): Promise<string[]> {
  const { damaged } = unwrap(
    await models.check(
      id,
      Comlink.proxy(() => {}),
    ),
  );
  return damaged;
}

/** Fills GPU buffers with a file's tensors, and holds some of them against the file; see the worker. */
async function toGpu(id: string, path: string) {
  const worker = new Worker(new URL('./upload.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await Comlink.wrap<typeof upload>(worker).toGpu(id, path);
  } finally {
    worker.terminate();
  }
}

declare global {
  /** What the script calls through the browser. */
  var weftLargeFiles: { download: typeof download; check: typeof check; toGpu: typeof toGpu };
}

globalThis.weftLargeFiles = { download, check, toGpu };
