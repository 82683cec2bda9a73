/**
 * Adapters and words as other programs wrote them, from the folder that WEFT_CASES names, on the starter: each is read, or
 * asked about, or refused by what it is.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import process from 'node:process';
import type { Model } from '@weft/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { importAdapter, importTargetOf } from '../../workers/studio/adapterFiles/importAdapter.ts';
import { openSecondStarter } from '../engine/starter.ts';

const folder = process.env.WEFT_CASES ?? '';
const PYTHON = resolve(process.env.WEFT_PYTHON ?? 'reference/.venv/bin/python');

describe.skipIf(folder === '')(
  `cases from the field${folder === '' ? ' (skipped: WEFT_CASES names no folder)' : ''}`,
  () => {
    let model: Model;
    beforeAll(async () => {
      model = await openSecondStarter();
    });

    const load = (...paths: string[]) => {
      const files = paths.map((path) => new File([readFileSync(join(folder, path)).slice()], basename(path)));
      return importAdapter({ files, leaveOut: false }, importTargetOf(model)).then(
        (result) => ({ result, refusal: '' }),
        (error: { info?: { message: string; advice: string }; message: string; advice?: string }) => {
          const { message, advice } = error.info ?? error;
          return { result: null, refusal: `${message} ${advice}` };
        },
      );
    };

    /** Alphas, whatever type they were written in, and numbers. */
    const numbersOf = async (...paths: string[]) => {
      const { result, refusal } = await load(...paths);
      if (!result?.whole || result.imported.item.method !== 'lora') throw new Error(refusal || 'no LoRA');
      const { adapter } = result.imported.item;
      return { ...result.imported, adapter };
    };

    it.each([
      ['a0-control', 132 / 3],
      ['a1-diffusers-to-kohya-unet', 120 / 3],
      ['a2-diffusers-to-kohya-both', 132 / 3],
      ['a3-kohya-svd-merge', 132 / 3],
      ['a4-onetrainer-bundle-emb', 132 / 3],
      ['a5-te1-float-alpha', 132 / 3],
      ['h3-metadata-null', 132 / 3],
      ['a9-full-diff', 1],
      ['a9-locon-tucker', 1],
      ['a9-loha', 1],
      ['a9-dora-kohya', 1],
    ])('%s is read whole: %d layers', async (name, layers) => {
      expect((await numbersOf(`adapters/${name}.safetensors`)).adapter.modules).toHaveLength(layers);
    });

    it('whole numbers as alphas mean what floats mean', async () => {
      const [whole, floats] = [
        await numbersOf('adapters/a2-diffusers-to-kohya-both.safetensors'),
        await numbersOf('adapters/a5-te1-float-alpha.safetensors'),
      ];
      expect(whole.adapter.loraAlpha).toBe(floats.adapter.loraAlpha);
      expect(whole.adapter.modules).toEqual(floats.adapter.modules);
    });

    it('a bundled word comes with its LoRA', async () => {
      const { words } = await numbersOf('adapters/a4-onetrainer-bundle-emb.safetensors');
      expect(words).toMatchObject([{ token: '<myfabric>', width: 192 }]);
    });

    it('notes of another program beside a LoRA are passed over', async () => {
      for (const notes of ['goku.json', 'goku_20240105-225050.json']) {
        const { adapter } = await numbersOf('adapters/a0-control.safetensors', `adapters/a10/${notes}`);
        expect(adapter.modules).toHaveLength(44);
      }
    });

    it.each([
      ['kente-ot', 'kente-ot'],
      ['ot-out', 'ot-out'],
      ['stp-cloth', 'stp-cloth'],
    ])('the word %s is called as its file', async (name, token) => {
      const { result } = await load(`adapters/e/${name}.safetensors`);
      expect(result).toMatchObject({ whole: true, imported: { item: { embedding: { token, width: 192 } } } });
    });

    it.each(['bad cloth', 'silk'])('the word %s is asked another name for', async (name) => {
      const { result } = await load(`adapters/e/${name}.safetensors`);
      expect(result).toMatchObject({ whole: false, question: 'word', token: `<${name.replace(' ', '-')}>` });
    });

    it.each([
      [['adapters/s7-html.safetensors'], /web page/],
      [['adapters/s7-lfs-pointer.safetensors'], /Git LFS pointer/],
      [['adapters/e/bad-hands-5.pt'], /pickle.*torch\.load/],
      [['adapters/e/learned_embeds.bin'], /pickle.*torch\.load/],
      [['adapters/a14-peft-pissa/adapter_model.safetensors', 'adapters/a14-peft-pissa/adapter_config.json'], /pissa/],
      [['hostile/8-zip64-two-thousand-million-entries.zip'], /zip/],
    ])('%s is refused by what it is', async (paths, words) => {
      expect((await load(...paths)).refusal).toMatch(words);
    });

    it.skipIf(!existsSync(PYTHON)).each(['bad-hands-5.pt', 'learned_embeds.bin'])(
      'the conversion that %s’s refusal tells makes a word of it',
      async (name) => {
        const scratch = mkdtempSync(join(tmpdir(), 'pickle-'));
        try {
          copyFileSync(join(folder, 'adapters/e', name), join(scratch, name));
          const command = /python -c .*\.safetensors"/s.exec((await load(`adapters/e/${name}`)).refusal)?.[0] ?? '';
          execFileSync('sh', ['-c', command.replace(/^python/, PYTHON)], { cwd: scratch });
          const converted = name.replace(/\.\w+$/, '.safetensors');
          const file = new File([readFileSync(join(scratch, converted)).slice()], converted);
          const token = name.startsWith('bad') ? 'bad-hands-5' : '<cloth>';
          const read = await importAdapter({ files: [file], leaveOut: false, token }, importTargetOf(model));
          expect(read).toMatchObject({ whole: true, imported: { item: { embedding: { token, width: 192 } } } });
        } finally {
          rmSync(scratch, { recursive: true });
        }
      },
      // Python reads PyTorch first, which takes a minute on a busy machine.
      300_000,
    );

    it('a pattern that was made to hang doesn’t, and a zip with a second, enormous file is read for the first', async () => {
      const redos = 'hostile/starter-4-redos';
      const { adapter } = await numbersOf(`${redos}/adapter_model.safetensors`, `${redos}/adapter_config.json`);
      expect(adapter.loraAlpha).toBe(2);
      expect((await numbersOf('hostile/starter-5-config-twice.zip')).adapter.rank).toBe(2);
    });
  },
);
