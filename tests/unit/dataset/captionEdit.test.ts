/** Many captions changed at once, and images that leave with theirs. */
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { captionChanges, editedCaption, NO_EDIT } from '../../../src/features/dataset/captions/captionEdit.ts';
import { writeImages } from '../../../src/features/dataset/captions/saveImages.ts';

describe('an edit of captions', () => {
  it.each([
    ['a cloth on a table', { before: 'sks fabric,' }, 'sks fabric, a cloth on a table'],
    ['a cloth', { before: 'sks ' }, 'sks a cloth'],
    ['a cloth', { after: ', in the sun' }, 'a cloth, in the sun'],
    ['a cloth', { after: 'in the sun' }, 'a cloth in the sun'],
    ['a cloth, a cloth', { find: 'cloth', replaceBy: 'sks fabric' }, 'a sks fabric, a sks fabric'],
    ['a Cloth', { find: 'cloth', replaceBy: 'sks' }, 'a Cloth'],
    ['folded cloth', { find: 'folded ', replaceBy: '' }, 'cloth'],
    ['cost $5', { find: '5', replaceBy: '$& $1' }, 'cost $$& $1'],
    ['a.b', { find: '.', replaceBy: '-' }, 'a-b'],
    ['', { before: 'sks fabric' }, ''],
    ['  ', { before: 'sks fabric' }, '  '],
    ['', { before: 'sks fabric', emptyToo: true }, 'sks fabric'],
    ['', { before: 'sks fabric, ', after: ', in daylight', emptyToo: true }, 'sks fabric in daylight'],
    ['cloth', { find: 'cloth', before: 'sks fabric, ' }, 'sks fabric'],
    ['  a cloth ', {}, '  a cloth '],
  ])('%j with %j is %j', (caption, edit, wanted) => {
    expect(editedCaption(caption, { ...NO_EDIT, ...edit })).toBe(wanted);
  });

  it('tells what changes, and nothing of what stays', () => {
    const images = [
      { id: 'a', caption: 'a cloth' },
      { id: 'b', caption: '' },
      { id: 'c', caption: 'a dress' },
    ];
    const edit = { ...NO_EDIT, find: 'cloth', replaceBy: 'fabric' };
    expect(captionChanges(images, edit)).toEqual({ captions: { a: 'a fabric' }, tooLong: 0 });
    expect(captionChanges(images, NO_EDIT)).toEqual({ captions: {}, tooLong: 0 });
    expect(captionChanges(images, { ...NO_EDIT, before: 'x'.repeat(20_000) }).tooLong).toBe(2);
  });
});

it('images leave as pictures with their captions beside them, each under a name of its own', async () => {
  const pieces: Uint8Array[] = [];
  const image = (name: string, caption: string, byte: number) => ({
    name,
    caption,
    bytes: new Blob([new Uint8Array([byte])]),
  });
  await writeImages(
    [
      image('a/fold.jpg', ' a fold ', 1),
      image('a/fold.png', '', 2),
      image('Fold.webp', 'ein Stoff äöü', 3),
      image('.', 'x', 4),
    ],
    { write: async (bytes) => void pieces.push(bytes.slice()) },
  );
  const files = unzipSync(new Uint8Array(Buffer.concat(pieces)));
  expect(Object.keys(files)).toEqual([
    'a-fold.png',
    'a-fold.txt',
    'a-fold (2).png',
    'Fold.png',
    'Fold.txt',
    'image.png',
    'image.txt',
  ]);
  expect(strFromU8(files['a-fold.txt'] ?? new Uint8Array())).toBe('a fold\n');
  expect(strFromU8(files['Fold.txt'] ?? new Uint8Array())).toBe('ein Stoff äöü\n');
  expect([...(files['a-fold (2).png'] ?? [])]).toEqual([2]);
});
