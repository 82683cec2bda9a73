/** Models that lie in storage: whose autoencoder another file can take, and what a person says of their prediction. */
import { parseSafetensors } from '@weft/engine';
import { writeSafetensors } from '@weft/engine/internal';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StoredModel } from '../../../src/contract/models.ts';
import { Models } from '../../../workers/models/models.ts';
import { openCheckpointFile } from '../../../workers/models/openCheckpointFile.ts';
import { setPrediction } from '../../../workers/models/setPrediction.ts';
import { storedAutoencoder } from '../../../workers/models/storedAutoencoder.ts';
import {
  folderFiles,
  originalTensors,
  type SmallModel,
  smallModel,
} from '../../engine/model/singleFile/originalFile.ts';
import { MemoryFolder } from '../storage/memoryFiles.ts';

const AUTOENCODER = 'first_stage_model.';
const VAE_WEIGHTS = 'vae/diffusion_pytorch_model.safetensors';
const second = smallModel(2);

let root: MemoryFolder;
beforeEach(() => {
  root = new MemoryFolder();
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => root, estimate: async () => ({}) } });
});
afterEach(() => vi.unstubAllGlobals());

async function write(path: string, content: Uint8Array | string): Promise<void> {
  const names = path.split('/');
  const name = names.pop() ?? '';
  let folder = root;
  for (const part of names) folder = await folder.getDirectoryHandle(part, { create: true });
  const writing = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await writing.write(typeof content === 'string' ? new TextEncoder().encode(content) : content);
  await writing.close();
}

/** Stores a model of these files. */
async function store(id: string, files: Record<string, Uint8Array | string>, change: object = {}): Promise<void> {
  for (const [path, content] of Object.entries(files)) await write(`models/${id}/${path}`, content);
  const described = StoredModel.parse({
    id,
    name: id,
    origin: { kind: 'file', name: id },
    layout: 'single-file',
    family: 'Stable Diffusion 2',
    files: Object.entries(files).map(([path, { length }]) => ({ path, bytes: length, digest: null })),
    addedAt: 1,
    ...change,
  });
  await write(`models/${id}/model.json`, JSON.stringify(described));
}

const single = (model: SmallModel) => ({ 'loom.safetensors': writeSafetensors(originalTensors(model)) });
const withoutVae = (model: SmallModel) =>
  writeSafetensors(originalTensors(model).filter(({ name }) => !name.startsWith(AUTOENCODER)));
const folder = (model: SmallModel) =>
  Object.fromEntries(
    Object.entries(folderFiles(model)).map(([path, content]) => [
      path,
      content instanceof Uint8Array ? content : JSON.stringify(content),
    ]),
  );

/** The numbers of an autoencoder's file by their names. */
async function tensorsIn(file: Blob | undefined) {
  const { tensors } = parseSafetensors(new Uint8Array((await file?.arrayBuffer()) ?? []));
  return new Map([...tensors].map(([name, { dtype, shape, bytes }]) => [name, { dtype, shape, bytes: [...bytes] }]));
}

describe('a stored model’s autoencoder', () => {
  it('is taken out of a single file as a folder of diffusers’ layout has it', async () => {
    await store('loom-v1', single(second));
    const found = await storedAutoencoder('Stable Diffusion 2');
    expect(found?.name).toBe('loom-v1');
    expect([...(found?.files.keys() ?? [])].sort()).toEqual(['vae/config.json', VAE_WEIGHTS]);
    const published = folder(second)[VAE_WEIGHTS];
    expect(await tensorsIn(found?.files.get(VAE_WEIGHTS))).toEqual(
      await tensorsIn(new Blob([published as Uint8Array<ArrayBuffer>])),
    );
  });

  it('lets a file without one be opened, and says whose it is', async () => {
    await store('loom-v1', single(second));
    const bare = new File([withoutVae(second) as Uint8Array<ArrayBuffer>], 'bare.safetensors');
    const opened = await openCheckpointFile([{ path: bare.name, file: bare }], storedAutoencoder);
    expect(opened?.notes).toEqual(['The file has no autoencoder: it takes that of “loom-v1”.']);
    expect(opened?.model.files.map(({ path }) => path).sort()).toEqual([
      'bare.safetensors',
      'vae/config.json',
      VAE_WEIGHTS,
    ]);
    // What took it can lend it on.
    await store('bare', {
      'bare.safetensors': withoutVae(second),
      'vae/config.json': (await opened?.contents.get('vae/config.json')?.text()) ?? '',
      [VAE_WEIGHTS]: new Uint8Array((await opened?.contents.get(VAE_WEIGHTS)?.arrayBuffer()) ?? []),
    });
    await root.getDirectoryHandle('models').then((models) => models.removeEntry('loom-v1'));
    expect((await storedAutoencoder('Stable Diffusion 2'))?.name).toBe('bare');
  });

  it('is that of the newest model of the family that has a whole one', async () => {
    await store('folder', folder(second), { layout: 'diffusers', addedAt: 1 });
    await store('older', single(second), { addedAt: 0 });
    await store('bare', { 'bare.safetensors': withoutVae(second) }, { addedAt: 3 });
    await store('damaged', { 'loom.safetensors': 'no tensors' }, { addedAt: 4 });
    await store('other', single(second), { family: 'Stable Diffusion 1', addedAt: 5 });
    expect((await storedAutoencoder('Stable Diffusion 2'))?.name).toBe('folder');
    expect(await storedAutoencoder('Stable Diffusion 3')).toBeNull();
  });
});

describe('what a person says that a model predicts', () => {
  const kept = async (id: string) => {
    const handle = await (await (await root.getDirectoryHandle('models')).getDirectoryHandle(id)).getFileHandle(
      'model.json',
    );
    return StoredModel.parse(JSON.parse(await (await handle.getFile()).text())).prediction;
  };

  it('is kept with it, and taken back', async () => {
    await store('loom', single(second));
    await setPrediction('loom', 'v_prediction');
    expect(await kept('loom')).toBe('v_prediction');
    await setPrediction('loom', 'epsilon');
    expect(await kept('loom')).toBe('epsilon');
    await setPrediction('loom', null);
    expect(await kept('loom')).toBeUndefined();
  });

  it('is refused where the model is gone or damaged, and what was said stays', async () => {
    await expect(setPrediction('nowhere', 'epsilon')).rejects.toThrow('not in this browser any more');
    await store('torn', { 'loom.safetensors': 'no tensors' }, { prediction: 'epsilon' });
    await expect(setPrediction('torn', 'v_prediction')).rejects.toThrow(/header/);
    expect(await kept('torn')).toBe('epsilon');
  });

  it('leaves what was said, and the model, where it is broken off', async () => {
    await store('loom', single(second), { prediction: 'epsilon' });
    root.broken = new DOMException('no room', 'QuotaExceededError');
    const refused = await new Models().setPrediction('loom', 'v_prediction');
    expect(refused).toMatchObject({ ok: false, error: { code: 'storage-full' } });
    root.broken = null;
    expect(await kept('loom')).toBe('epsilon');
    // What a page leaves that dies in the midst of it, and what one leaves that looked for room.
    await write('models/loom/description.partial', '{');
    await write('models/room.1.probe', '');
    const locks = { request: async (...given: unknown[]) => (given.at(-1) as (lock: object) => unknown)({}) };
    vi.stubGlobal('navigator', { ...navigator, locks });
    const listed = await new Models().list();
    expect(listed.ok && listed.value.models.map(({ id }) => id)).toEqual(['loom']);
    const models = await root.getDirectoryHandle('models');
    expect([...models.children.keys()]).toEqual(['loom']);
    expect([...(await models.getDirectoryHandle('loom')).children.keys()].sort()).toEqual([
      'loom.safetensors',
      'model.json',
    ]);
  });

  it('is refused while the model is open in a tab, and where it is no prediction', async () => {
    await store('loom', single(second));
    const models = new Models();
    const odd = await models.setPrediction('loom', 'flow' as never);
    expect(odd).toMatchObject({ ok: false });
    const locks = { request: async (_: string, __: object, use: (lock: null) => unknown) => use(null) };
    vi.stubGlobal('navigator', { ...navigator, locks });
    expect(await models.setPrediction('loom', 'epsilon')).toMatchObject({ ok: false, error: { code: 'busy' } });
    expect(await kept('loom')).toBeUndefined();
  });
});
