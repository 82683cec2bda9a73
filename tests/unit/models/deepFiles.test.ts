/** Files that are made of brackets, dashes or anchors: what reads a model says what is wrong, soon, and goes on living. */
import { inspectCheckpoint, MissingFileError, ModelFileError } from '@weft/engine';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import { listRepository } from '../../../workers/models/hub/hubListing.ts';
import { readDescription } from '../../../workers/models/modelFolder.ts';
import { readTrainingYaml } from '../../../workers/models/trainingYaml.ts';

const list = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const table = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const DEEP = [5000, 100_000].flatMap((depth) => [list(depth), table(depth)]);

afterEach(() => vi.unstubAllGlobals());

it.each(['model_index.json', 'unet/config.json', 'scheduler/scheduler_config.json'])('a folder’s %s', async (path) => {
  for (const deep of DEEP) {
    const source = {
      name: 'loom',
      read: async (asked: string) => {
        if (asked === path) return new TextEncoder().encode(deep);
        if (asked === 'model_index.json') return new TextEncoder().encode('{"_class_name":"StableDiffusionPipeline"}');
        if (asked.endsWith('.json')) return new TextEncoder().encode('{}');
        throw new MissingFileError(`The model has no ${asked}.`, 'Choose another one.');
      },
      open: () => Promise.reject(new Error('nothing is opened')),
      size: async () => 1,
    };
    const reading = inspectCheckpoint(source);
    await expect(reading).rejects.toThrow(Error);
    const error = await reading.catch((refusal: unknown) => refusal);
    expect(error).not.toBeInstanceOf(RangeError);
    if (path !== 'scheduler/scheduler_config.json') {
      expect(error).toBeInstanceOf(ModelFileError);
      expect((error as Error).message).toBe(`The model's file ${path} is damaged.`);
    }
  }
});

it('a hub’s listing', async () => {
  const address = { hub: 'https://hub.example', repository: 'weaver/loom', revision: 'main' };
  for (const deep of [...DEEP, ...DEEP.map((inner) => `{"sha":"0123456789","siblings":[],"more":${inner}}`)]) {
    vi.stubGlobal('fetch', async () => new Response(deep));
    const listing = listRepository(address, { repository: 'weaver/loom', token: '' }, new AbortController().signal);
    await expect(listing).rejects.toThrow(StudioError);
    await expect(listing).rejects.toThrow(/doesn’t answer as a model hub does/);
  }
});

it('a kept model’s description', async () => {
  for (const deep of DEEP) {
    const folder = { getFileHandle: async () => ({ getFile: async () => new File([deep], 'model.json') }) };
    expect(await readDescription(folder as unknown as FileSystemDirectoryHandle, 'whole')).toBeNull();
  }
});

describe('a .yaml', () => {
  const read = (yaml: string) => readTrainingYaml(new File([yaml], 'loom.yaml'));
  const indented = (step: string, key: string) =>
    Array.from({ length: 120 }, (_, level) => `${step.repeat(level)}${key}`).join('\n');

  it.each([
    ['lists', list(5000)],
    ['lists without an end', '['.repeat(30_000)],
    ['tables', '{a: '.repeat(8000)],
    ['brackets that end inside of strings', '["]", '.repeat(5000)],
    ['brackets that don’t fit', '[}'.repeat(5000)],
    ['dashes', '- '.repeat(16_000)],
    ['dashes and tabs', '-\t'.repeat(16_000)],
    ['marks of keys', '? '.repeat(16_000)],
    ['keys in a line', 'a: '.repeat(10_000)],
    ['keys below each other', indented(' ', 'a:')],
    ['dashes below each other', indented(' ', '-')],
  ])('of %s is left aside before it is parsed', async (_, yaml) => {
    const { prediction, note } = await read(yaml);
    expect(prediction).toBeUndefined();
    expect(note).toContain('lie too deep within each other');
  });

  it.each([
    ['anchors', '&a '],
    ['tags', '!a '],
    ['aliases', '*a '],
    ['quotes', '"'],
    ['commas', ','],
  ])('of %s alone is left aside soon', async (_, piece) => {
    const begun = process.cpuUsage();
    expect((await read(`[${piece.repeat(32_766 / piece.length)}`)).note).toContain('left aside');
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1e6).toBeLessThan(4);
  });

  it('is read as deep as anybody writes one', async () => {
    const yaml = `model:\n  params:\n    parameterization: "v"\n    first: ${'['.repeat(30)}${']'.repeat(30)}\n`;
    const lines = Array.from({ length: 20 }, (_, level) => `${'  '.repeat(level)}k${level}:`).join('\n');
    const texts = `text: "${'['.repeat(500)}"\nmore: |\n  ${'- '.repeat(200)}\n`;
    expect((await read(`${yaml}${lines} 1\n${texts}`)).prediction).toBe('v_prediction');
  });
});
