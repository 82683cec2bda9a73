/** Where a zip goes, by what the browser can: a chosen file, or a download. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseZipPlace } from '../../../src/kit/files/zipPlace.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** A file of a browser's, which is what it was until its stream is closed. */
function fileHandle(before: string) {
  const file = { content: before, open: false };
  const handle = {
    kind: 'file',
    createWritable: async () => {
      let written = '';
      file.open = true;
      return {
        write: async (piece: Uint8Array) => {
          written += new TextDecoder().decode(piece);
        },
        close: async () => {
          file.content = written;
          file.open = false;
        },
        abort: async () => {
          file.open = false;
        },
      };
    },
    getFile: async () => new File([file.content], 'stored', { lastModified: Date.now() }),
  };
  return { file, handle };
}

/** What was offered as a download. */
let offered: { name: string; blob: Blob } | null = null;

beforeEach(() => {
  offered = null;
  let blob: Blob | null = null;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((object) => {
    blob = object as Blob;
    return 'blob:one';
  });
  const link = {
    href: '',
    download: '',
    click() {
      if (blob) offered = { name: this.download, blob };
    },
  };
  vi.stubGlobal('document', { createElement: () => link });
  vi.stubGlobal('window', {});
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('with a dialogue for files', () => {
  it('is the file that is chosen, whole once it is finished', async () => {
    const { file, handle } = fileHandle('');
    const showSaveFilePicker = vi.fn(async () => handle);
    vi.stubGlobal('window', { showSaveFilePicker });
    const place = await chooseZipPlace('weft-run-a.zip');
    await place?.write(bytes('a'));
    await place?.write(bytes('b'));
    expect(file.content).toBe('');
    await place?.finish();
    expect(file).toEqual({ content: 'ab', open: false });
    expect(showSaveFilePicker).toHaveBeenCalledWith(expect.objectContaining({ suggestedName: 'weft-run-a.zip' }));
    expect(offered).toBeNull();
  });

  it('leaves the file that was there as it was where the bundle is given up', async () => {
    const { file, handle } = fileHandle('the last bundle');
    vi.stubGlobal('window', { showSaveFilePicker: async () => handle });
    const place = await chooseZipPlace('weft-run-a.zip');
    await place?.write(bytes('half'));
    await place?.discard();
    expect(file).toEqual({ content: 'the last bundle', open: false });
  });

  it('is none where its person closes the dialogue', async () => {
    const showSaveFilePicker = async () => {
      throw new DOMException('closed', 'AbortError');
    };
    vi.stubGlobal('window', { showSaveFilePicker });
    expect(await chooseZipPlace('weft-run-a.zip')).toBeNull();
  });
});

describe('without one', () => {
  function folderWith(entries: Record<string, { handle: object }>) {
    const removed: string[] = [];
    const folder = {
      async *entries() {
        for (const [name, { handle }] of Object.entries(entries)) yield [name, handle];
      },
      getFileHandle: async () => fileHandle('').handle,
      removeEntry: async (name: string) => {
        removed.push(name);
      },
    };
    vi.stubGlobal('navigator', { storage: { getDirectory: async () => ({ getDirectoryHandle: async () => folder }) } });
    return removed;
  }

  it('is a file of the browser’s own, offered once it is whole; those of other days go', async () => {
    const old = { kind: 'file', getFile: async () => ({ lastModified: 0 }) };
    const recent = { kind: 'file', getFile: async () => ({ lastModified: Date.now() }) };
    const removed = folderWith({ 'old.zip': { handle: old }, 'recent.zip': { handle: recent } });
    const place = await chooseZipPlace('weft-run-a.zip');
    expect(removed).toEqual(['old.zip']);
    await place?.write(bytes('whole'));
    expect(offered).toBeNull();
    await place?.finish();
    expect(offered).toMatchObject({ name: 'weft-run-a.zip' });
    expect(await offered?.blob.text()).toBe('whole');
  });

  it('leaves nothing where the bundle is given up', async () => {
    const removed = folderWith({});
    const place = await chooseZipPlace('weft-run-a.zip');
    await place?.discard();
    expect(removed).toHaveLength(1);
    expect(offered).toBeNull();
  });

  it('is a Blob where the page has no file system, of bytes that may be written over meanwhile', async () => {
    vi.stubGlobal('navigator', {
      storage: { getDirectory: () => Promise.reject(new DOMException('', 'SecurityError')) },
    });
    const place = await chooseZipPlace('weft-run-a.zip');
    const piece = bytes('first ');
    await place?.write(piece);
    piece.fill(0);
    await place?.write(bytes('second'));
    await place?.finish();
    expect(await offered?.blob.text()).toBe('first second');
  });
});
