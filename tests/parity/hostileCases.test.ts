/**
 * Pictures, models and hostile inputs from the folder that WEFT_CASES names: each is read as it should be, or refused by an
 * error that was foreseen. Adapters and words are those of fieldCases.test.ts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  EngineError,
  MissingFileError,
  type Model,
  parseSafetensors,
  readFolderConfigs,
  TokenizerError,
  WeightsError,
} from '@weft/engine';
import { NoiseSchedule, readTokenizer } from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { StudioError } from '../../src/contract/errors.ts';
import { readCaptions } from '../../src/features/dataset/brought/captionFiles.ts';
import { sortBrought } from '../../src/features/dataset/brought/sortBrought.ts';
import { originRows } from '../../src/features/library/cards/originRows.ts';
import { inspectImage } from '../../workers/images/inspectImage.ts';
import { parseHubAddress } from '../../workers/models/hub/hubAddress.ts';
import { readTrainingYaml } from '../../workers/models/trainingYaml.ts';
import { readNote } from '../../workers/studio/adapterFiles/adapterNote.ts';
import { importAdapter, importTargetOf } from '../../workers/studio/adapterFiles/importAdapter.ts';
import { openSecondStarter } from '../engine/starter.ts';

const folder = process.env.WEFT_CASES ?? '';
const bytesOf = (path: string) => new Uint8Array(readFileSync(join(folder, path)));
const jsonOf = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));
const fileOf = (path: string) => new File([bytesOf(path)], path.split('/').at(-1) ?? '');

/** Files by their paths, as texts or as what their JSON says. */
const folderOf = (files: Readonly<Record<string, unknown>>) => ({
  read: async (path: string) => {
    const content = files[path];
    if (content === undefined) throw new MissingFileError(`The model has no ${path}.`, 'Choose another one.');
    return new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
  },
});

function errorOf(run: () => unknown): Error | null {
  try {
    run();
    return null;
  } catch (error) {
    return error as Error;
  }
}

describe.skipIf(folder === '')(`hostile cases${folder === '' ? ' (skipped: WEFT_CASES names no folder)' : ''}`, () => {
  it.each([
    ['images/jpeg2000.jp2', 'This is a JPEG 2000 image, which cannot be read here.'],
    ['images/targa.tga', 'This is a Targa image (TGA), which cannot be read here.'],
    ['images/error-page.jpg', 'This is a web page, not an image.'],
    ['hostile/6-png-second-header.png', 'This image is damaged: it has two headers.'],
  ])('%s is named', (path, message) => {
    const error = errorOf(() => inspectImage(bytesOf(path)));
    expect(error).toBeInstanceOf(StudioError);
    expect((error as StudioError).info.message).toBe(message);
  });

  it('pictures of unusual kinds are pictures, and one is turned', () => {
    for (const path of ['display-p3.jpg', 'grey-alpha-16bit.png', 'half-opaque.png']) {
      expect(inspectImage(bytesOf(`images/${path}`)).width).toBeGreaterThan(0);
    }
    expect(inspectImage(bytesOf('images/orientation6.webp')).turn?.orientation).toBe(6);
  });

  it('of a kohya folder each picture has its caption, and what a system leaves there is left', async () => {
    const set = 'images/10_sks fabric';
    const brought = readdirSync(join(folder, set)).map((name) => ({
      path: `10_sks fabric/${name}`,
      file: fileOf(`${set}/${name}`),
    }));
    const { pictures, captions, lists } = sortBrought(brought);
    expect(pictures.map(({ path }) => path)).toEqual([0, 1, 2, 3, 4, 5].map((at) => `10_sks fabric/cloth-${at}.jpg`));
    const read = await readCaptions(captions, lists);
    for (const { path } of pictures) {
      const text = readFileSync(join(folder, 'images', path.replace('.jpg', '.txt')), 'utf8');
      expect(read.of(path)).toBe(text.split('\n')[0]?.trim());
    }
    expect(read.notTaken(pictures.map(({ path }) => path))).toEqual([]);
  });

  it('the .yaml beside a checkpoint tells what it predicts', async () => {
    const { prediction } = await readTrainingYaml(fileOf('adapters/s3-beside-the-checkpoint.yaml'));
    expect(prediction).toBe('v_prediction');
  });

  it.each([
    ['configs-17', /64 channels can’t be shared out among 7 heads/],
    ['configs-68', /layers_per_block \(2147483647\) does not fit/],
    ['model-folder-1534', /up_block_types.3 \(16\) does not fit/],
  ])('%s is refused for what makes no sense in it', async (name, words) => {
    const files = jsonOf(`hostile/${name}.json`) as Record<string, unknown>;
    await expect(readFolderConfigs(folderOf(files))).rejects.toThrow(words);
  });

  it('noise that is added ever more slowly, and a vocabulary that makes no sense, are refused', async () => {
    const scheduler = errorOf(() => new NoiseSchedule(jsonOf('hostile/scheduler-66.json')));
    expect(scheduler).toBeInstanceOf(EngineError);
    expect(scheduler?.message).toContain('beta_start: it is more than beta_end');
    const { vocab, merges, config, map } = jsonOf('hostile/tokenizer-vocab-836.json') as Record<string, unknown>;
    const files = {
      'tokenizer/vocab.json': vocab,
      'tokenizer/merges.txt': merges,
      'tokenizer/tokenizer_config.json': config,
      'tokenizer/special_tokens_map.json': map,
    };
    await expect(readTokenizer(folderOf(files))).rejects.toThrow(TokenizerError);
  });

  it.each(['hub-address-3647', 'hub-address-53'])('%s is no address', (name) => {
    expect(errorOf(() => parseHubAddress(jsonOf(`hostile/${name}.json`) as string))).toBeInstanceOf(StudioError);
  });

  it('a header that doesn’t begin as one is refused, as by the safetensors library', () => {
    const text = jsonOf('hostile/safetensors-header-311.json') as string;
    for (const bytes of [bytesOf('hostile/safetensors-header-311.bin'), new Uint8Array(Buffer.from(text, 'base64'))]) {
      expect(errorOf(() => parseSafetensors(bytes))).toBeInstanceOf(WeightsError);
    }
  });

  it('a note whose settings reach for an object’s own is read, and reaches nothing', () => {
    const { metadata } = jsonOf('hostile/adapter-note-29.json') as { metadata: Record<string, string> };
    const { name, origin } = readNote(metadata);
    expect(name).toBe('Indigo, bold');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    for (const { label, value } of originRows(origin)) {
      expect([typeof label, typeof value]).toEqual(['string', 'string']);
    }
  });

  describe('on the starter', () => {
    let model: Model;
    beforeAll(async () => {
      model = await openSecondStarter();
    });
    const load = (file: File) => importAdapter({ files: [file], leaveOut: false }, importTargetOf(model));

    it('settings that are called as an object’s own are shown as any', async () => {
      const result = await load(fileOf('hostile/starter-1-constructor-in-settings.safetensors'));
      if (!result.whole) throw new Error('it was asked about');
      const { origin } = result.imported;
      expect(origin.kind).toBe('trained');
      for (const { label, value } of originRows(origin)) {
        expect([typeof label, typeof value]).toEqual(['string', 'string']);
      }
    });

    it('a blank name is none', async () => {
      const result = await load(fileOf('hostile/starter-2-blank-name.safetensors'));
      if (!result.whole) throw new Error('it was asked about');
      // Null leaves it to what the file is called.
      expect(result.imported.name).toBeNull();
    });

    it('a file without a name is taken with sense or refused', async () => {
      const told = jsonOf('hostile/adapter-tensors-731.json') as { name: string; bytes: string };
      const outcome = await load(new File([Buffer.from(told.bytes, 'base64')], told.name)).then(
        (result) => (result.whole ? (result.imported.name ?? 'unnamed') : 'asked'),
        (error: unknown) => {
          expect(error instanceof StudioError || error instanceof EngineError).toBe(true);
          return 'refused';
        },
      );
      expect(outcome.trim()).not.toBe('');
    });
  });
});
