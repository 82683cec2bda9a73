/** Which repositories hold a model of Stable Diffusion XL, and what of it a run elsewhere needs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookUpXl } from '../../../workers/models/hub/lookUpXl.ts';
import { COMMIT, ImitationHub } from '../../browser/models/imitationHub.ts';
import { XL_FILES } from '../../browser/models/xlRepository.ts';

const { signal } = new AbortController();
const json = (value: unknown) => Buffer.from(JSON.stringify(value));

let hub: ImitationHub;
beforeAll(async () => {
  hub = await ImitationHub.start();
});
afterAll(() => hub.stop());

const lookedUp = (name: string, change: readonly (readonly [string, Buffer | null])[] = []) => {
  const files = new Map(XL_FILES);
  for (const [path, bytes] of change) {
    if (bytes) files.set(path, bytes);
    else files.delete(path);
  }
  hub.add(`owner/${name}`, files);
  return lookUpXl({ repository: `${hub.address}/owner/${name}`, token: '', confirmedHubs: [] }, signal);
};

describe('Stable Diffusion XL on a hub', () => {
  it('is told by its configs, with the files that a run needs at one commit', async () => {
    const model = await lookedUp('xl');
    if ('unknownHub' in model) throw new Error('this machine is known');
    expect(model).toMatchObject({
      name: 'xl',
      origin: { kind: 'hub', hub: hub.address, repository: 'owner/xl', commit: COMMIT },
      nativeSize: 1024,
      predicts: 'epsilon',
    });
    const paths = model.files.map(({ path }) => path);
    expect(paths).toContain('text_encoder_2/model.fp16.safetensors');
    expect(paths).toContain('tokenizer_2/vocab.json');
    expect(paths.filter((path) => path.endsWith('.safetensors') && !path.includes('.fp16.'))).toEqual([]);
    expect(model.files.find(({ path }) => path.startsWith('unet/diff'))?.digest?.kind).toBe('sha256');
  });

  it.each([
    ['a Stable Diffusion 1', [['model_index.json', json({ _class_name: 'StableDiffusionPipeline' })]]],
    ['one for inpainting', [['model_index.json', json({ _class_name: 'StableDiffusionXLInpaintPipeline' })]]],
    ['no folder of diffusers’', [['model_index.json', null]]],
    ['latents of another scale', [['vae/config.json', json({ block_out_channels: [4], latents_mean: [0.1] })]]],
    ['a config that is none', [['unet/config.json', Buffer.from('<html>')]]],
  ] as const)('is not %s', async (_, change) => {
    await expect(lookedUp('other', change)).rejects.toThrow('no model of Stable Diffusion XL');
  });

  it('is not a refiner, which lacks a text encoder', async () => {
    const change = ['config.json', 'model.safetensors', 'model.fp16.safetensors'].map(
      (name) => [`text_encoder/${name}`, null] as const,
    );
    await expect(lookedUp('refiner', change)).rejects.toThrow('lacks a text encoder');
  });

  it('asks no hub that nobody confirmed', async () => {
    const request = { repository: 'https://mirror.example/owner/xl', token: '', confirmedHubs: [] };
    expect(await lookUpXl(request, signal)).toEqual({ unknownHub: 'https://mirror.example' });
  });
});
