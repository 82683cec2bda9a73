/** Checkpoints in the forms that they are published in, and what is said of those that can't be read. */

import { loadCheckpoint, MissingFileError, ModelFileError, type ModelSource } from '@weft/engine';
import { describe, expect, it } from 'vitest';
import { laneSource } from '../../parity/laneSource.ts';
import { nodeLane } from '../../parity/nodeLane.ts';
import { openStarter } from '../starter.ts';

const sd15 = laneSource(nodeLane, 'tests/fixtures/reduced-sd15', 'reduced');
const tiny = laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny');

/** The source with some of its files under other names: `names` gives for a path asked for the one that is read. */
function renamed(source: ModelSource, names: (path: string) => string | null): ModelSource {
  const known = (path: string) => {
    const name = names(path);
    if (name === null) throw new MissingFileError(`there is no ${path}`, 'Choose another model.');
    return name;
  };
  return {
    name: source.name,
    read: (path) => source.read(known(path)),
    async open(path, onBytes = () => {}) {
      const opened = await source.open(known(path));
      onBytes(opened.size);
      return opened;
    },
    size: async (path) => (await source.read(known(path))).length,
  };
}

describe('a checkpoint', () => {
  it('is read with the names that the autoencoder had when it was published', async () => {
    const { vae } = await loadCheckpoint(sd15);
    for (const layer of ['to_q', 'to_k', 'to_v', 'to_out.0']) {
      expect(vae.weights.has(`decoder.mid_block.attentions.0.${layer}.weight`)).toBe(true);
      expect(vae.weights.has(`encoder.mid_block.attentions.0.${layer}.bias`)).toBe(true);
    }
  });

  it('is read from half-precision files where it has no others, and tells their size', async () => {
    const halves = renamed(sd15, (path) => {
      if (path.endsWith('.fp16.safetensors')) return path.replace('.fp16', '');
      return path.endsWith('.safetensors') ? null : path;
    });
    const progress: [number, number][] = [];
    const { unet } = await loadCheckpoint(halves, (loaded, total) => progress.push([loaded, total]));
    const whole = await loadCheckpoint(sd15);
    expect(unet.weights.parameters).toBe(whole.unet.weights.parameters);
    const [loaded, total] = progress.at(-1) ?? [];
    expect(loaded).toBeGreaterThan(1e6);
    expect(total).toBe(loaded);
  });

  it('has the same tokenizer from tokenizer.json as from vocab.json and merges.txt', async () => {
    const { tokenizer } = await loadCheckpoint(tiny);
    const files = (await loadCheckpoint(sd15)).tokenizer;
    for (const prompt of ['a sks fabric', '', 'Ünïcode, 布料!']) {
      expect(files.encode(prompt)).toEqual(tokenizer.encode(prompt));
    }
  });

  it('is known by the fingerprint that people have in their records', async () => {
    const { fingerprint } = await openStarter();
    expect(fingerprint).toBe('a02353a50b9c6091-a50f3d22f0cc622e-24613576d0039d8a');
  });

  it('is refused where a file has no form at all, by the name of the usual one', async () => {
    const without = (part: string) => renamed(tiny, (path) => (path.includes(part) ? null : path));
    await expect(loadCheckpoint(without('unet/diffusion'))).rejects.toThrow(
      /unet\/diffusion_pytorch_model\.safetensors$/,
    );
    await expect(loadCheckpoint(without('tokenizer.json'))).rejects.toThrow(/tokenizer\/vocab\.json/);
  });

  it('is not read from other files because a connection broke off', async () => {
    const broken: ModelSource = {
      ...sd15,
      read: async (path) => {
        if (path === 'tokenizer/special_tokens_map.json') throw new ModelFileError('broke off', 'Try again.');
        return sd15.read(path);
      },
    };
    await expect(loadCheckpoint(broken)).rejects.toThrow('broke off');
  });
});
