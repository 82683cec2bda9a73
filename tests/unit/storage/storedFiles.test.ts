/** Large files: whole or not there at all, wherever the browser keeps them. */
import { describe, expect, it } from 'vitest';
import { chunkedFiles } from '../../../src/files/chunkedFiles.ts';
import type { FileStore } from '../../../src/files/FileStore.ts';
import { opfsFiles } from '../../../src/files/opfsFiles.ts';
import { eitherStore } from '../../../src/files/storedFiles.ts';
import { asRoot, MemoryFolder, memoryTable } from './memoryFiles.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

async function contents(files: FileStore, path: string): Promise<number[] | null> {
  const blob = await files.read(path);
  return blob && [...new Uint8Array(await blob.arrayBuffer())];
}

const paths = async (files: FileStore, folder: string) => (await files.list(folder)).map(({ path }) => path).sort();

describe.each([
  ['the browser’s file system', () => opfsFiles(asRoot(new MemoryFolder()))],
  ['pieces in IndexedDB', () => chunkedFiles(memoryTable(), 2)],
])('in %s', (_, make) => {
  it('files are read as they were written, of any length', async () => {
    const files = make();
    for (const [name, file] of [bytes(), bytes(1), bytes(1, 2), bytes(1, 2, 3, 4, 5)].entries()) {
      await files.write(`a/${name}`, file);
      expect(await contents(files, `a/${name}`)).toEqual([...file]);
    }
    expect(await files.read('a/none')).toBeNull();
    expect(await files.read('none/at/all')).toBeNull();
  });

  it('a file takes the place of the one before, and nothing of that stays', async () => {
    const files = make();
    await files.write('a/x', bytes(1, 2, 3, 4, 5));
    await files.write('a/x', bytes(9));
    expect(await contents(files, 'a/x')).toEqual([9]);
    expect(await paths(files, 'a')).toEqual(['a/x']);
  });

  it('a part of a buffer is written as that part', async () => {
    const files = make();
    await files.write('a/x', bytes(0, 1, 2, 3, 4, 5).subarray(2, 5));
    expect(await contents(files, 'a/x')).toEqual([2, 3, 4]);
  });

  it('a folder goes with all in it, and no other', async () => {
    const files = make();
    await files.write('a/b/x', bytes(1));
    await files.write('a/b/y', bytes(2));
    await files.write('a/bc/x', bytes(3));
    await files.removeFolder('a/b');
    await files.removeFolder('a/b');
    expect(await paths(files, 'a')).toEqual(['a/bc/x']);
    await files.remove('a/bc/x');
    expect(await files.read('a/bc/x')).toBeNull();
  });
});

it('a file that breaks off in the midst leaves the former one', async () => {
  const folder = new MemoryFolder();
  const files = opfsFiles(asRoot(folder));
  await files.write('a/x', bytes(1));
  folder.broken = new Error('no more');
  await expect(files.write('a/x', bytes(2))).rejects.toThrow('no more');
  expect(await contents(files, 'a/x')).toEqual([1]);
  expect(await paths(files, 'a')).toEqual(['a/x']);
});

it('pieces that break off in the midst leave the former file, and none of theirs', async () => {
  const table = memoryTable();
  const files = chunkedFiles(table, 2);
  await files.write('a/x', bytes(1, 2, 3));
  const before = new Map(table.entries);
  const { set } = table;
  let writes = 0;
  table.set = async (key, value) => {
    if (++writes === 2) throw new DOMException('', 'QuotaExceededError');
    await set(key, value);
  };
  await expect(files.write('a/x', bytes(4, 5, 6))).rejects.toThrow();
  expect(table.entries).toEqual(before);
});

describe('where there are two places', () => {
  it('the second serves where the first is closed', async () => {
    const closed = opfsFiles(() => Promise.reject(new DOMException('', 'SecurityError')));
    const second = chunkedFiles(memoryTable());
    const files = eitherStore(closed, second);
    await files.write('a/x', bytes(1));
    expect(await contents(files, 'a/x')).toEqual([1]);
    expect(await contents(second, 'a/x')).toEqual([1]);
    expect(await paths(files, 'a')).toEqual(['a/x']);
    await files.removeFolder('a');
    expect(await files.read('a/x')).toBeNull();
  });

  it('a file moves to the first as soon as that takes it', async () => {
    const second = chunkedFiles(memoryTable());
    await second.write('a/x', bytes(1));
    const files = eitherStore(opfsFiles(asRoot(new MemoryFolder())), second);
    expect(await contents(files, 'a/x')).toEqual([1]);
    await files.write('a/x', bytes(2));
    expect(await contents(files, 'a/x')).toEqual([2]);
    expect(await second.read('a/x')).toBeNull();
  });

  it('a full disk is full for both', async () => {
    const folder = new MemoryFolder();
    folder.broken = new DOMException('', 'QuotaExceededError');
    const second = memoryTable();
    const files = eitherStore(opfsFiles(asRoot(folder)), chunkedFiles(second));
    await expect(files.write('a/x', bytes(1))).rejects.toMatchObject({ name: 'QuotaExceededError' });
    expect(second.entries.size).toBe(0);
  });
});
