/** Writes a run's bundle, a file after the other: pictures, state and model first, then all that is said of them. */
import { EVALUATION, holdOutImages, SAMPLE_SEEDS } from '@weft/engine';
import { StudioError } from '../../../../contract/errors.ts';
import type { BundleFile, BundleModel, BundlePicture, RunBundle } from '../../../../contract/runs/runBundle.ts';
import { RUN_BUNDLE_VERSION } from '../../../../contract/runs/runBundle.ts';
import { fingerprintOf } from '../../../../files/fingerprintOf.ts';
import { stateText, stateVectors } from '../../../../files/runStates.ts';
import { newSha256, sha256Of } from '../../../../files/sha256.ts';
import { type ByteSink, ZipWriter } from '../../../../kit/files/ZipWriter.ts';
import { t } from '../../../../kit/language/t.ts';
import { cancelled } from '../../../../kit/worker/outcome.ts';
import { usesClassImages } from '../../classImages/askedClassImages.ts';
import type { EnginePlan } from '../engines/engine.ts';
import { captionOf } from '../run.ts';
import { bundleTexts, requireWritable } from './bundleTexts.ts';
import type { BundleSources, BundleTools } from './sources.ts';
import { sweepTexts } from './sweepTexts.ts';

/** What was written. */
export interface WrittenBundle {
  run: RunBundle;
  /** What each engine makes of the run. */
  plans: readonly EnginePlan[];
  bytes: number;
}

/**
 * Writes the whole bundle.
 * @throws StudioError `cancelled` where the signal is aborted, `bad-setting` where a text can't be written into files,
 *   `image-damaged` where a picture can't be read
 */
export async function writeBundle(sources: BundleSources, tools: BundleTools, sink: ByteSink): Promise<WrittenBundle> {
  requireWritable(sources);
  const writer = new BundleWriter(
    sources,
    tools,
    new ZipWriter(sink, t('Go on with fewer class images, or with fewer layers that learn.')),
  );
  return writer.write();
}

class BundleWriter {
  #done = 0;

  constructor(
    private readonly sources: BundleSources,
    private readonly tools: BundleTools,
    private readonly zip: ZipWriter,
  ) {}

  async write(): Promise<WrittenBundle> {
    const pictures = await this.#pictures();
    const given = await this.#classImages();
    await this.#state();
    const files = await this.#model();
    const run = describe(this.sources, { pictures, given, files }, this.tools.now());
    const { sweep } = this.sources;
    const { plans, texts } = sweep
      ? { plans: [], texts: sweepTexts(run, sweep, this.tools.runner) }
      : bundleTexts(run, this.tools.runner);
    await this.#captions(run);
    for (const { path, text, executable } of texts) {
      await this.zip.add(path, utf8(text), { compress: true, executable: executable ?? false });
    }
    await this.zip.end();
    return { run, plans, bytes: this.zip.bytes };
  }

  /** Ends the writing here where it was given up. */
  #step(): void {
    if (this.tools.signal.aborted) throw new StudioError(cancelled());
    this.tools.onProgress(this.#done++, this.sources.pictures.length + this.#classCount() + 1);
  }

  #classCount(): number {
    const { settings, classImages } = this.sources;
    return usesClassImages(settings) ? Math.min(classImages.count, settings.classImages) : 0;
  }

  async #pictures(): Promise<BundlePicture[]> {
    const { pictures, settings, shape } = this.sources;
    const held = new Set(holdOutImages([...pictures.keys()], settings.holdOut).heldOut);
    const written: BundlePicture[] = [];
    for (const [index, { name, caption, bytes }] of pictures.entries()) {
      this.#step();
      const heldOut = held.has(index);
      const file = `pictures/${heldOut ? 'held-out' : 'captioned'}/${numbered(index)}.png`;
      const png = new Uint8Array(await this.tools.resize(bytes, shape.size));
      await this.zip.add(file, png);
      if (!heldOut) await this.zip.add(`pictures/alone/${numbered(index)}.png`, png);
      const about = {
        name: name.replace(/\p{Cs}/gu, '\ufffd'),
        caption,
        fingerprint: await fingerprintOf(bytes),
        heldOut,
      };
      written.push({ file, sha256: await sha256Of(png), ...about });
    }
    return written;
  }

  async #classImages(): Promise<BundleFile[]> {
    const written: BundleFile[] = [];
    for (let index = 0; index < this.#classCount(); index++) {
      this.#step();
      const png = new Uint8Array(
        await this.tools.resize(await this.sources.classImages.read(index), this.sources.shape.size),
      );
      const file = `class-images/${numbered(index)}.png`;
      await this.zip.add(file, png);
      written.push({ file, sha256: await sha256Of(png) });
    }
    return written;
  }

  async #state(): Promise<void> {
    const { state } = this.sources;
    if (!state) return;
    for (const { name, numbers } of stateVectors(state.state)) {
      const { buffer, byteOffset, byteLength } = numbers;
      await this.zip.add(`state/${name}`, new Uint8Array(buffer, byteOffset, byteLength));
    }
    await this.zip.add('state/state.json', utf8(stateText(state.state)), { compress: true });
  }

  /** The model's files where they go along, with what they hold. */
  async #model(): Promise<BundleModel['files']> {
    const { model, modelFiles } = this.sources;
    const files = [...model.files];
    this.#step();
    for (const { path, read } of modelFiles) {
      const hash = await newSha256();
      let bytes = 0;
      const watched = async function* () {
        for await (const piece of read()) {
          hash.add(piece);
          bytes += piece.byteLength;
          yield piece;
        }
      };
      const folder = model.source.kind === 'included' ? model.source.folder : 'model';
      await this.zip.add(`${folder}/${path}`, watched());
      files.push({ path, bytes, digest: { kind: 'sha256', hex: hash.hex() } });
    }
    return files;
  }

  /** A text beside each picture, and a list of all of them. */
  async #captions(run: RunBundle): Promise<void> {
    const lists = { captioned: '', 'held-out': '' };
    for (const { file, caption, heldOut } of run.pictures) {
      const text = captionOf(run, caption);
      await this.zip.add(file.replace(/\.png$/, '.txt'), utf8(`${text}\n`));
      const name = file.slice(file.lastIndexOf('/') + 1);
      lists[heldOut ? 'held-out' : 'captioned'] += `${JSON.stringify({ file_name: name, text })}\n`;
    }
    for (const [folder, list] of Object.entries(lists)) {
      if (list !== '') await this.zip.add(`pictures/${folder}/metadata.jsonl`, utf8(list), { compress: true });
    }
  }
}

/** The run in words, once its files are known. */
function describe(
  sources: BundleSources,
  written: { pictures: BundlePicture[]; given: BundleFile[]; files: BundleModel['files'] },
  now: number,
): RunBundle {
  const { id, settings, dataset, shape, model, classDrawing, sampleDrawing, state } = sources;
  const { firstSeed, sampler, samplingSteps, guidanceScale } = classDrawing;
  return {
    format: 'weft-run',
    version: RUN_BUNDLE_VERSION,
    id,
    writtenAt: new Date(now).toISOString(),
    settings,
    dataset,
    size: shape.size,
    model: { ...model, files: written.files, predicts: shape.predicts },
    modules: shape.modules,
    pictures: written.pictures,
    classImages: usesClassImages(settings)
      ? { given: written.given, drawing: { firstSeed, sampler, samplingSteps, guidanceScale } }
      : null,
    samples: { ...sampleDrawing, prompts: samplePrompts(sources), seeds: [...SAMPLE_SEEDS] },
    evaluation: { ...EVALUATION },
    state: state && {
      step: state.state.trainer.step,
      folder: 'state',
      losses: state.losses.map(({ step, instance, prior }) => ({
        step,
        instance: finite(instance),
        prior: finite(prior),
      })),
      evaluations: state.evaluations.map(({ step, trained, heldOut }) => ({
        step,
        trained: finite(trained),
        heldOut: finite(heldOut),
      })),
      seconds: state.seconds,
    },
  };
}

/** What sample pictures show: what is learnt, and the class where it is shown what is forgotten. */
export function samplePrompts({ settings }: Pick<BundleSources, 'settings'>): string[] {
  const [template = '{}'] = settings.method === 'lora' ? [] : settings.templates;
  const learntIn =
    settings.method === 'lora' ? settings.instancePrompt : template.replaceAll('{}', () => settings.placeholder);
  const learnt = settings.samplePrompt.trim() === '' ? learntIn : settings.samplePrompt;
  return settings.method === 'lora' && settings.showForgetting ? [learnt, settings.classPrompt] : [learnt];
}

const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null);

const numbered = (index: number) => String(index + 1).padStart(4, '0');

const utf8 = (text: string) => new TextEncoder().encode(text);
