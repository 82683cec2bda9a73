/**
 * Draws a picture in Node: node drawInNode.mjs <model's folder> <picture.png> [prompt]
 * The folder is in diffusers' layout. Needs the packages @weft/engine and onnxruntime-node.
 */
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { crc32, deflateSync } from 'node:zlib';
import { loadCheckpoint, Model, preparePipeline, seededNoise } from '@weft/engine';
import { folderSource, openNodeRuntime } from '@weft/engine/node';

const [folder = '.', file = 'picture.png', prompt = 'a pattern'] = process.argv.slice(2);
const model = new Model(openNodeRuntime(), await loadCheckpoint(folderSource(folder)));
const pipeline = await preparePipeline(model, {
  prompt,
  negativePrompt: '',
  guidanceScale: 7.5,
  samplingSteps: 20,
  sampler: 'dpmsolver++',
  size: model.nativeSize,
  adapters: [],
});
const job = { yieldNow: async () => {}, stopping: false };
const picture = await pipeline.generate(seededNoise(42, pipeline.latentCount), job);
await writeFile(file, png(picture));
await model.release();

/**
 * The picture as a PNG: its rows, each after a byte that says “unfiltered”.
 * @param {import('@weft/engine').Picture} picture
 */
function png({ width, height, rgba }) {
  const rows = Buffer.alloc(height * (1 + 4 * width));
  for (let y = 0; y < height; y++) rows.set(rgba.subarray(4 * width * y, 4 * width * (y + 1)), y * (1 + 4 * width) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  /** @param {string} type @param {Buffer} data */
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const whole = Buffer.alloc(body.length + 8);
    whole.writeUInt32BE(data.length, 0);
    whole.set(body, 4);
    whole.writeUInt32BE(crc32(body), body.length + 4);
    return whole;
  };
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
