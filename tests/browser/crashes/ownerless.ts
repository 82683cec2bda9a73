/** What lies in storage without anything that speaks of it: left by what broke off, and to be gone after the next start. */
import type { Page } from '@playwright/test';

/** Files and records without an owner, each by where it lies. */
export function ownerless(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const present = new Set((await indexedDB.databases()).map(({ name }) => name));
    const keysOf = async (name: string, store = 'records'): Promise<IDBValidKey[]> => {
      if (!present.has(name)) return [];
      const database = await settled(indexedDB.open(name));
      const keys = await settled(database.transaction(store).objectStore(store).getAllKeys());
      database.close();
      return keys;
    };
    const idsOf = async (...names: string[]) => new Set((await Promise.all(names.map((name) => keysOf(name)))).flat());
    const paths: string[] = [];
    const walk = async (folder: FileSystemDirectoryHandle, prefix: string) => {
      for await (const [name, handle] of folder.entries()) {
        if (handle.kind === 'directory') await walk(handle as FileSystemDirectoryHandle, `${prefix}${name}/`);
        else paths.push(prefix + name);
      }
    };
    await walk(await navigator.storage.getDirectory(), '');
    const pieces = (await keysOf('weft-files', 'pieces')) as [string, string?][];
    for (const [path, version] of pieces) if (version === undefined) paths.push(path);

    const kept = await idsOf('weft-adapters', 'weft-embeddings');
    const runs = await idsOf('weft-runs');
    const checkpoints = await idsOf('weft-kept-checkpoints');
    const films = await idsOf('weft-films');
    const sets = await idsOf('weft-class-sets');
    const ofLibrary = (id: string) => kept.has(id) || runs.has(id);
    const owned: Record<string, (id: string, file: string) => boolean> = {
      adapters: (id, file) => {
        const step = /^step-(\d+)\.f32$/.exec(file)?.[1];
        return ofLibrary(id) && (step === undefined || runs.has(id) || checkpoints.has(`${id} ${step}`));
      },
      runs: (id) => runs.has(id),
      films: (id) => films.has(id),
      models: (id) => paths.includes(`models/${id}/model.json`),
    };
    const left = paths.filter((path) => {
      const [folder = '', id = '', ...rest] = path.split('/');
      return path.endsWith('.partial') || !owned[folder]?.(id, rest.join('/'));
    });
    const runOf = (key: IDBValidKey) => String(key).split(' ')[0] ?? '';
    for (const key of await keysOf('weft-run-checkpoints')) if (!runs.has(key)) left.push(`checkpoint ${key}`);
    for (const key of await keysOf('weft-kept-checkpoints')) if (!ofLibrary(runOf(key))) left.push(`checkpoint ${key}`);
    for (const key of await keysOf('weft-run-samples')) if (!ofLibrary(runOf(key))) left.push(`sample ${key}`);
    for (const key of (await keysOf('weft-film-files', 'files')) as [string][])
      if (!films.has(key[0])) left.push(`frames of ${key[0]}`);
    for (const key of await keysOf('weft-class-images'))
      if (!sets.has(String(key).replace(/ \d+$/, ''))) left.push(`class image ${key}`);
    if (present.has('weft-queue-pictures')) {
      const named = new Set<unknown>();
      if (present.has('weft-queue')) {
        const database = await settled(indexedDB.open('weft-queue'));
        const records = await settled(database.transaction('records').objectStore('records').getAll());
        database.close();
        for (const { images = [] } of records) for (const { fingerprint } of images) named.add(fingerprint);
      }
      for (const key of await keysOf('weft-queue-pictures'))
        if (!named.has(key)) left.push(`picture of the queue ${key}`);
    }

    const datasets = await idsOf('weft-datasets');
    const datasetOf = (key: IDBValidKey) => (String(key).includes(' ') ? runOf(key) : 'first');
    for (const key of await keysOf('weft-dataset'))
      if (datasets.size > 0 && !datasets.has(datasetOf(key))) left.push(`image ${key}`);
    if (present.has('weft-originals')) {
      const used = new Set<unknown>();
      if (present.has('weft-dataset')) {
        const database = await settled(indexedDB.open('weft-dataset'));
        const records = await settled(database.transaction('records').objectStore('records').getAll());
        database.close();
        for (const { original } of records) used.add(original);
      }
      for (const key of await keysOf('weft-originals')) if (!used.has(key)) left.push(`photograph ${key}`);
    }
    if (present.has('weft-compare')) {
      const database = await settled(indexedDB.open('weft-compare'));
      const records = await settled(database.transaction('records').objectStore('records').getAll());
      database.close();
      const grid = records.find(({ kind }) => kind === 'grid')?.grid;
      for (const { kind, id, grid: of } of records) if (kind === 'cell' && of !== grid) left.push(`cell ${id}`);
    }
    return left;
  });
}
