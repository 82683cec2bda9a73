/** A model's folder on the disk: named by itself, read in pieces, by path and by address. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { MissingFileError } from '@weft/engine';
import { folderSource } from '@weft/engine/node';
import { expect, it } from 'vitest';

const TINY = new URL('../../fixtures/tiny/', import.meta.url);
const FILE = 'unet/diffusion_pytorch_model.safetensors';

it.each([
  ['an address', TINY],
  ['a path', fileURLToPath(TINY)],
])('reads by %s', async (_, folder) => {
  const source = folderSource(folder);
  const bytes = new Uint8Array(await readFile(new URL(FILE, TINY)));
  expect(source.name).toBe('tiny');
  expect(folderSource(folder, 'mine').name).toBe('mine');
  expect(await source.size(FILE)).toBe(bytes.length);
  expect(Buffer.compare(await source.read(FILE), bytes)).toBe(0);
  const file = await source.open(FILE);
  expect(file.size).toBe(bytes.length);
  expect(await file.read(1000, 24)).toEqual(bytes.subarray(1000, 1024));
});

it('tells a file that is missing, and one that ends too soon', async () => {
  const source = folderSource(TINY);
  await expect(source.read('nothing.json')).rejects.toBeInstanceOf(MissingFileError);
  await expect(source.size('nothing.json')).rejects.toBeInstanceOf(MissingFileError);
  await expect(source.open('nothing.safetensors')).rejects.toBeInstanceOf(MissingFileError);
  const file = await source.open(FILE);
  await expect(file.read(file.size - 4, 8)).rejects.toBeInstanceOf(MissingFileError);
});
