/** Learnt words in prompts of the tiny model: their rows stand where the token stands, and nowhere else. */

import { AdapterError, type Embedding, loadCheckpoint, Model, PlaceholderError, parseSafetensors } from '@weft/engine';
import { TorchGenerator, toFloat32, type WeightTensor } from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { laneSource } from '../../parity/laneSource.ts';
import { nodeLane } from '../../parity/nodeLane.ts';
import { readFixture } from '../fixtures.ts';
import { relativeError, runtime } from '../graph/evaluate.ts';

let model: Model;
let width: number;

beforeAll(async () => {
  model = new Model(runtime, await loadCheckpoint(laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny')));
  width = model.checkpoint.textEncoder.config.hidden_size;
});

const embedding = (token: string, vectors: Float32Array<ArrayBuffer>): Embedding => ({
  baseModel: 'tiny',
  token,
  width,
  vectors,
});

/** The vocabulary's own rows of a text's tokens. */
function rowsOf(text: string): Float32Array<ArrayBuffer> {
  const name = 'text_model.embeddings.token_embedding.weight';
  const file = parseSafetensors(readFixture('text_encoder/model.safetensors'));
  const table = toFloat32(file.tensors.get(name) as WeightTensor);
  const ids = model.checkpoint.tokenizer.idsOf(text);
  return Float32Array.from(ids.flatMap((id) => [...table.subarray(id * width, (id + 1) * width)]));
}

describe('a prompt with embeddings', () => {
  it('is to the last bit the prompt of the words whose rows they have, in any order and number', async () => {
    const [red, fabric] = [embedding('<red>', rowsOf('red')), embedding('<two>', rowsOf('african fabric'))];
    const encoded = await model.encodePrompt('a <two> pattern, <RED> and <red>', null, [red, fabric]);
    expect(encoded).toEqual(await model.encodePrompt('a african fabric pattern, red and red'));
  });

  it('reads the rows, and is as ever where no token is mentioned', async () => {
    const learnt = embedding('<new>', new TorchGenerator(1).randn(width));
    const plain = await model.encodePrompt('a fabric pattern');
    expect(await model.encodePrompt('a fabric pattern', null, [learnt])).toEqual(plain);
    expect(relativeError(await model.encodePrompt('a <new> pattern', null, [learnt]), plain)).toBeGreaterThan(0.05);
  });

  it('refuses rows of another width, and says whose they are', async () => {
    const wide = { ...embedding('<wide>', new Float32Array(768)), width: 768, baseModel: '' };
    const refused = model.encodePrompt('a <wide>', null, [wide]);
    await expect(refused).rejects.toThrow(AdapterError);
    await expect(refused).rejects.toThrow(/768 numbers, as the text encoder of Stable Diffusion 1 .* have 32\./);
    await expect(refused).rejects.toMatchObject({ advice: expect.stringContaining('(Stable Diffusion 1)') });
  });

  it.each([
    ['rows that are not whole', () => new Float32Array(width + 1)],
    ['no rows', () => new Float32Array(0)],
    ['numbers that are none', () => new Float32Array(width).fill(Number.NaN)],
  ])('refuses %s', async (_, vectors) => {
    const refused = model.encodePrompt('a fabric', null, [embedding('<broken>', vectors())]);
    await expect(refused).rejects.toThrow(AdapterError);
    await expect(refused).rejects.toThrow(/<broken> is damaged/);
  });

  it('refuses two of one name, and one that takes a word away', async () => {
    const rows = rowsOf('red');
    const twice = model.encodePrompt('a <red>', null, [embedding('<red>', rows), embedding('<Red>', rows)]);
    await expect(twice).rejects.toThrow(PlaceholderError);
    const word = model.encodePrompt('a fabric', null, [embedding('fabric', rows)]);
    await expect(word).rejects.toThrow(/“fabric” is already a token/);
  });
});
