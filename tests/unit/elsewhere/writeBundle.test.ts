/** A whole bundle, written and unpacked. */
import { createHash } from 'node:crypto';
import { type Unzipped, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { RunBundle } from '../../../src/contract/runs/runBundle.ts';
import type { TrainState } from '../../../src/contract/runs/runs.ts';
import type { LoraSettings } from '../../../src/contract/training.ts';
import type { BundleSources, BundleTools } from '../../../src/features/training/elsewhere/writing/sources.ts';
import { writeBundle } from '../../../src/features/training/elsewhere/writing/writeBundle.ts';
import { INVERSION_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { type ByteSink, ZipWriter } from '../../../src/kit/files/ZipWriter.ts';
import { EXAMPLE, RUNNER } from './runs.ts';

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Holds what is written, for tests that unpack it. */
class HeldBytes implements ByteSink {
  readonly pieces: Uint8Array[] = [];
  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.pieces.push(bytes.slice());
  }
  unpacked(): Unzipped {
    return unzipSync(new Uint8Array(Buffer.concat(this.pieces)));
  }
}

const bytesOf = (content: string) => new TextEncoder().encode(content).buffer;

function sources(change: Partial<BundleSources> = {}): BundleSources {
  const settings: LoraSettings = { ...(EXAMPLE.settings as LoraSettings), loraAlpha: 4, holdOut: 3, classImages: 4 };
  const { model, modules, samples, classImages } = EXAMPLE;
  if (!classImages) throw new Error('the example has class images');
  return {
    id: EXAMPLE.id,
    settings,
    dataset: { id: 'linen', name: 'Linen' },
    shape: { size: 512, modules, predicts: 'epsilon' },
    model,
    modelFiles: [],
    pictures: ['a.png', 'b “q”.jpg', 'c.png'].map((name, index) => ({
      name,
      caption: index === 1 ? 'sks, close-up\nby day' : '',
      bytes: new Blob([`picture ${index}`]),
    })),
    classImages: { count: 2, read: async (index) => bytesOf(`class ${index}`) },
    classDrawing: { ...classImages.drawing, adapters: [] },
    sampleDrawing: samples,
    sweep: null,
    state: null,
    ...change,
  };
}

function tools(change: Partial<BundleTools> = {}): BundleTools {
  return {
    resize: async (image, size) => bytesOf(`${await new Blob([image]).text()} at ${size}`),
    runner: RUNNER,
    onProgress: () => undefined,
    signal: new AbortController().signal,
    now: () => 0,
    ...change,
  };
}

async function written(from: BundleSources): Promise<{ files: Unzipped; run: RunBundle }> {
  const sink = new HeldBytes();
  await writeBundle(from, tools(), sink);
  const files = sink.unpacked();
  return { files, run: RunBundle.parse(JSON.parse(text(files['run.json']))) };
}

describe('a sweep’s bundle', () => {
  it('has lists in run.json and Weft’s own runner alone, which reads them', async () => {
    const sink = new HeldBytes();
    const sweep = { learningRate: [0.001, 0.002], targets: [['attention'], ['attention', 'feed-forward']] };
    const { plans } = await writeBundle(sources({ sweep }), tools(), sink);
    expect(plans).toEqual([]);
    const files = sink.unpacked();
    const told = JSON.parse(text(files['run.json']));
    expect(told.settings).toMatchObject({ ...sweep, rank: (EXAMPLE.settings as LoraSettings).rank, holdOut: 3 });
    expect(told.classImages.given).toHaveLength(2);
    expect(text(files['weft-runner/run.sh'])).toContain('weft-runner sweep . ');
    expect(Object.keys(files).filter((path) => /^(?:kohya|diffusers|ai-toolkit|places)\//.test(path))).toEqual([]);
  });
});

describe('a bundle', () => {
  it('holds every picture at the run’s size with its caption, once more alone, and those held out apart', async () => {
    const { files, run } = await written(sources());
    expect(text(files['pictures/captioned/0001.png'])).toBe('picture 0 at 512');
    expect(text(files['pictures/captioned/0001.txt'])).toBe('sks african fabric pattern\n');
    expect(text(files['pictures/captioned/0002.txt'])).toBe('sks, close-up by day\n');
    expect(text(files['pictures/held-out/0003.png'])).toBe('picture 2 at 512');
    expect(Object.keys(files).filter((path) => path.startsWith('pictures/alone/'))).toEqual([
      'pictures/alone/0001.png',
      'pictures/alone/0002.png',
    ]);
    expect(
      text(files['pictures/captioned/metadata.jsonl'])
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { file_name: '0001.png', text: 'sks african fabric pattern' },
      { file_name: '0002.png', text: 'sks, close-up by day' },
    ]);
    expect(run.pictures.map(({ heldOut }) => heldOut)).toEqual([false, false, true]);
    for (const { file, sha256: digest } of [...run.pictures, ...(run.classImages?.given ?? [])]) {
      expect(sha256(files[file] ?? new Uint8Array())).toBe(digest);
    }
    // The caption as its person wrote it, for the runner and the way home.
    expect(run.pictures[1]?.caption).toBe('sks, close-up\nby day');
  });

  it('tells which class images are missing, and brings what draws them', async () => {
    const { files, run } = await written(sources());
    expect(run.classImages?.given).toHaveLength(2);
    expect(text(files['class-images.py'])).toContain('firstSeed');
    expect(text(files['kohya/run.sh'])).toContain('python ../class-images.py "$MODEL"');
    const whole = await written(sources({ classImages: { count: 9, read: async () => bytesOf('one') } }));
    expect(whole.run.classImages?.given).toHaveLength(4);
    expect(whole.files).not.toHaveProperty('class-images.py');
    expect(text(whole.files['kohya/run.sh'])).not.toContain('class-images.py');
  });

  it('holds the state bit by bit, and losses that are no number as null', async () => {
    const theta = Float32Array.of(1, -2, 1e-30, Number.NaN);
    const state: TrainState = {
      trainer: { step: 20, vectors: { theta, m: theta.slice(), v: theta.slice() } },
      random: { words: Uint32Array.from({ length: 624 }, (_, i) => i * 7), position: 3, cachedNormal: 0.25 },
      best: { step: 10, heldOut: 0.5, theta: Float32Array.of(5), waited: 1 },
    };
    const losses = [{ step: 1, instance: Number.NaN, prior: null }];
    const { files, run } = await written(sources({ state: { state, losses, evaluations: [], seconds: 4 } }));
    const stored = files['state/theta.f32']?.slice();
    expect(new Float32Array(stored?.buffer ?? new ArrayBuffer(0))).toEqual(theta);
    expect(files['state/best theta.f32']).toHaveLength(4);
    expect(JSON.parse(text(files['state/state.json']))).toMatchObject({
      step: 20,
      vectors: { theta: 4, m: 4, v: 4 },
      random: { position: 3, cachedNormal: 0.25 },
      best: { step: 10, theta: 1 },
    });
    expect(run.state).toMatchObject({ step: 20, folder: 'state', losses: [{ step: 1, instance: null, prior: null }] });
  });

  it('brings a model that is nowhere else, with its digests', async () => {
    const read = async function* () {
      yield new TextEncoder().encode('wei');
      yield new TextEncoder().encode('ghts');
    };
    const model = { ...EXAMPLE.model, family: null, source: { kind: 'included', folder: 'model' } as const, files: [] };
    const { files, run } = await written(sources({ model, modelFiles: [{ path: 'unet/w.safetensors', read }] }));
    expect(text(files['model/unet/w.safetensors'])).toBe('weights');
    expect(run.model.files).toEqual([
      { path: 'unet/w.safetensors', bytes: 7, digest: { kind: 'sha256', hex: sha256(Buffer.from('weights')) } },
    ]);
    expect(text(files['diffusers/run.sh'])).toContain('MODEL=../model');
    // The starter's nets are smaller than those that kohya's script has built in.
    expect(Object.keys(files).filter((path) => path.startsWith('kohya/'))).toEqual(['kohya/WHY_NOT.md']);
  });

  it('names, engine by engine, what is not carried', async () => {
    const { files } = await written(sources());
    const told = text(files['NOT_CARRIED.md']);
    for (const engine of ['Weft’s own runner', 'kohya’s sd-scripts', 'diffusers’ scripts', 'ai-toolkit']) {
      expect(told).toContain(`## ${engine}`);
    }
    expect(told).toContain('| Layers that learn | attention | Attention, feed-forward and projections learn together');
    expect(told).toContain('| Steady loss every | 100 | No evaluation loss is measured. |');
  });

  it('holds no class images where none hold the class in place', async () => {
    const { settings } = sources();
    const { files, run } = await written(sources({ settings: { ...(settings as LoraSettings), priorWeight: 0 } }));
    expect(run.classImages).toBeNull();
    expect(Object.keys(files).some((path) => path.startsWith('class-images'))).toBe(false);
  });

  it('is written of a word too', async () => {
    const shape = { size: 512, modules: null, predicts: 'epsilon' } as const;
    const { files, run } = await written(sources({ settings: INVERSION_DEFAULTS, shape }));
    expect(run.modules).toBeNull();
    expect(text(files['prompts.txt'])).toBe('a photo of a <african-fabric>\n');
    expect(text(files['ai-toolkit/WHY_NOT.md'])).toContain('textual inversion');
  });

  it('speaks of the runner only where that goes along', async () => {
    const sink = new HeldBytes();
    await writeBundle(sources(), tools({ runner: {} }), sink);
    const alone = Object.keys(sink.unpacked());
    expect(alone.some((path) => /^(weft-runner|places)\//.test(path))).toBe(false);
    expect(alone).toContain('kohya/train.toml');
    const { files } = await written(sources());
    expect(text(files['weft-runner/run.sh'])).toContain('pip install ./weft-runner');
    expect(text(files['weft-runner/pyproject.toml'])).toBe('[project]\n');
    expect(files).toHaveProperty(['places/kubeflow.yaml']);
  });

  it('ends where its person gives it up', async () => {
    const giveUp = new AbortController();
    const onProgress = () => giveUp.abort();
    const writing = writeBundle(sources(), tools({ signal: giveUp.signal, onProgress }), new HeldBytes());
    await expect(writing).rejects.toMatchObject({ info: { code: 'cancelled' } });
  });
});

describe('a zip that is written as it comes to be', () => {
  it('waits for its place, and holds no more than a piece meanwhile', async () => {
    let held = 0;
    let most = 0;
    const sink: ByteSink = {
      async write(bytes) {
        held += bytes.byteLength;
        most = Math.max(most, held);
        await new Promise((resolve) => setTimeout(resolve, 0));
        held -= bytes.byteLength;
      },
    };
    const zip = new ZipWriter(sink, 'Leave some out.');
    for (let file = 0; file < 4; file++) await zip.add(`${file}.png`, new Uint8Array(5 << 20));
    await zip.end();
    expect(zip.bytes).toBeGreaterThan(20 << 20);
    expect(most).toBeLessThanOrEqual(1 << 20);
  });

  it('marks scripts as such', async () => {
    const sink = new HeldBytes();
    const zip = new ZipWriter(sink, 'Leave some out.');
    await zip.add('run.sh', new TextEncoder().encode('true\n'), { executable: true });
    await zip.end();
    const bytes = Buffer.concat(sink.pieces);
    const list = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    // Made on Unix; the mode in the upper half of the attributes (APPNOTE 4.3.12).
    expect(bytes[list + 5]).toBe(3);
    expect((bytes.readUInt32LE(list + 38) >>> 16) & 0o777).toBe(0o755);
  });
});
