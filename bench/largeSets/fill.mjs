/** Fills a browser's storage, in a page of the studio's place that is not the studio. What is handed to the page stands by itself. */

/** Records that go into one transaction. */
const AT_ONCE = 50;

/**
 * @typedef {object} Filling
 * @property {string} database
 * @property {{ id: string }[]} records
 * @property {'bytes' | 'png' | 'thumbnail'} [picture] the field that holds a picture
 * @property {number} [side] of the pictures, in pixels
 * @property {'blob' | 'buffer'} [as] what the field is
 */

/** @param {import('@playwright/test').Page} page @param {Filling} filling */
export async function fillRecords(page, { records, ...rest }) {
  for (let from = 0; from < records.length; from += AT_ONCE) {
    await page.evaluate(writeRecords, { ...rest, records: records.slice(from, from + AT_ONCE) });
  }
}

/** @param {Filling} filling */
async function writeRecords({ database, records, picture, side = 0, as = 'blob' }) {
  /** A picture of coarse patches under noise, of which PNG takes as much as of a photograph. */
  const draw = async (/** @type {number} */ size) => {
    const canvas = new OffscreenCanvas(size, size);
    const drawing = canvas.getContext('2d');
    if (!drawing) throw new Error('no canvas');
    const pixels = drawing.createImageData(size, size);
    const patches = Array.from({ length: 256 }, () => 40 + Math.random() * 175);
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const patch = patches[Math.floor((y * 16) / size) * 16 + Math.floor((x * 16) / size)] ?? 0;
        for (let c = 0; c < 3; c++) pixels.data[4 * (y * size + x) + c] = patch + c * 10 + Math.random() * 16;
        pixels.data[4 * (y * size + x) + 3] = 255;
      }
    }
    drawing.putImageData(pixels, 0, 0);
    const png = await canvas.convertToBlob({ type: 'image/png' });
    return as === 'blob' ? png : png.arrayBuffer();
  };
  const whole = [];
  for (const record of records) whole.push(picture ? { ...record, [picture]: await draw(side) } : record);
  const opening = indexedDB.open(database);
  await new Promise((resolve, reject) => {
    opening.onupgradeneeded = () => opening.result.createObjectStore('records');
    opening.onsuccess = resolve;
    opening.onerror = () => reject(opening.error);
  });
  const writing = opening.result.transaction('records', 'readwrite');
  for (const record of whole) writing.objectStore('records').put(record, record.id);
  await new Promise((resolve, reject) => {
    writing.oncomplete = resolve;
    writing.onabort = () => reject(writing.error);
  });
  opening.result.close();
}

/** Writes files of so many bytes below folders of the browser's own file system. @param {import('@playwright/test').Page} page @param {readonly string[]} paths @param {number} bytes */
export async function fillFiles(page, paths, bytes) {
  for (let from = 0; from < paths.length; from += AT_ONCE) {
    await page.evaluate(writeFiles, { paths: paths.slice(from, from + AT_ONCE), bytes });
  }
}

/** @param {{ paths: readonly string[], bytes: number }} files */
async function writeFiles({ paths, bytes }) {
  const numbers = new Float32Array(bytes / 4).map(() => Math.random() - 0.5);
  const root = await navigator.storage.getDirectory();
  for (const path of paths) {
    let folder = root;
    const names = path.split('/');
    for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create: true });
    const file = await (await folder.getFileHandle(names.at(-1) ?? '', { create: true })).createWritable();
    await file.write(numbers);
    await file.close();
  }
}
