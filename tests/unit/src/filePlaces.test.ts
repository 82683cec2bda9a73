/** Where files belong that are dropped or pasted anywhere on the page. */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { noPlaceFor, placeOf } from '../../../src/app/filePlaces.ts';
import { droppedFiles } from '../../../src/kit/files/droppedFiles.ts';
import { pathOf } from '../../../src/kit/files/pathOf.ts';

const named = (...names: string[]) => names.map((name) => new File(['x'], name));
const zip = (...names: string[]) =>
  new File([zipSync(Object.fromEntries(names.map((name) => [name, strToU8('x')])))], 'some.zip');

const drawnPng = (name: string, keyword: string) => new File([`\u{89}PNG tEXt${keyword}\0some text`], name);

describe('the panel of files', () => {
  it.each([
    ['pictures', named('a.jpg', 'b.HEIC'), 'create', 'dataset'],
    ['pictures without an ending', [new File(['x'], 'photo', { type: 'image/jpeg' })], 'train', 'dataset'],
    ['a folder with captions and latents', named('a.jpg', 'a.txt', 'a.npz', 'cache.safetensors'), 'library', 'dataset'],
    ['captions alone', named('a.caption'), 'create', 'dataset'],
    ['an adapter', named('lora.safetensors'), 'dataset', 'library'],
    ['a PEFT adapter', named('adapter_config.json', 'adapter_model.bin'), 'create', 'library'],
    ['a model with pictures of its card', named('model_index.json', 'example.png'), 'create', 'library'],
    ['a zip of pictures', [zip('a.jpg', 'a.txt')], 'library', 'dataset'],
    ['a zip of an adapter', [zip('adapter_config.json', 'adapter_model.safetensors')], 'dataset', 'library'],
    ['a run that comes home', [zip('out/run.json', 'out/adapter/diffusers/x.safetensors')], 'dataset', 'home'],
    ['its folder', named('run.json', 'sample.png', 'adapter.safetensors'), 'library', 'home'],
    ['a grid', named('grid.png'), 'compare', 'grid'],
    ['a drawn picture', [drawnPng('a.png', 'parameters')], 'library', 'create'],
    ['a picture of ours', [drawnPng('a.png', 'weft')], 'create', 'create'],
    ['a drawn picture to be learnt from', [drawnPng('a.png', 'weft')], 'dataset', 'dataset'],
    ['a picture with another text', [drawnPng('a.png', 'Software')], 'create', 'dataset'],
    ['several pictures', named('a.png', 'b.png'), 'compare', 'dataset'],
    ['what nobody has a use for', named('letter.docx'), 'create', null],
    ['nothing', [], 'create', null],
  ] as const)('%s', async (_, files, route, place) => expect(await placeOf(files, route)).toBe(place));

  it('is none for a letter, and that is said', () => {
    expect(noPlaceFor(named('letter.docx')).message).toBe(
      '“letter.docx” is neither a picture nor an adapter: no panel has a use for it.',
    );
    expect(noPlaceFor(named('a.docx', 'b.docx')).message).toContain('These 2 files are neither');
  });
});

describe('dropped folders', () => {
  /** An entry as browsers hand it over: a folder gives what is in it two at a time. */
  function entry(name: string, inside: unknown[] | null, parent = ''): object {
    const fullPath = `${parent}/${name}`;
    if (!inside) {
      const file = (done: (file: File) => void, fail: (error: Error) => void) =>
        name === 'gone' ? fail(new Error('gone')) : done(new File(['x'], name));
      return { isFile: true, isDirectory: false, fullPath, file };
    }
    const createReader = () => {
      const left = [...inside];
      return { readEntries: (done: (entries: unknown[]) => void) => done(left.splice(0, 2)) };
    };
    return { isFile: false, isDirectory: true, fullPath, createReader };
  }
  const item = (dropped: object, file: File | null) => ({
    kind: 'file',
    webkitGetAsEntry: () => dropped,
    getAsFile: () => file,
  });

  it('are read with all that lies in them, each file with its path', async () => {
    const deep = entry('deep', [entry('d.jpg', null, '/cloth/deep')], '/cloth');
    const inside = [...['a.jpg', 'gone', 'b.jpg'].map((name) => entry(name, null, '/cloth')), deep];
    const items = [
      item(entry('cloth', inside), null),
      item(entry('alone.jpg', null), new File(['x'], 'alone.jpg')),
      { kind: 'string', webkitGetAsEntry: () => null, getAsFile: () => null },
    ];
    const files = await droppedFiles({ items: items as unknown as DataTransferItemList });
    expect(files.map(pathOf)).toEqual(['cloth/a.jpg', 'cloth/b.jpg', 'cloth/deep/d.jpg', 'alone.jpg']);
  });
});
