/** Settings out of drawn pictures: ours, AUTOMATIC1111's in its older and newer wording, ComfyUI's. */
import { describe, expect, it } from 'vitest';
import { readPictureTexts } from '../../../src/features/create/files/readPictureFile.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { pngText } from '../../../src/features/drawing/settings/settingsText.ts';

const OLDER = `a red dress, <lora:indigo batik:0.8> (silk:1.2)
on a bed
Negative prompt: stripes,
blurry
Steps: 28, Sampler: DPM++ 2M Karras, CFG scale: 6.5, Seed: 1234567, Size: 512x512, Model hash: abc, Model: v1-5, Clip skip: 2`;
const NEWER = `a vase
Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 1, Size: 512x768, Hires upscaler: "a, b", Version: v1.10`;

/** Other programs save no work. */
const WHOLE_WORK = { guidanceUntil: 100, deepEvery: 1, seamless: 'none', promptSyntax: 'auto' };

const node = (class_type: string, inputs: object) => ({ class_type, inputs });
const GRAPH = {
  '3': node('KSampler', {
    seed: 99,
    steps: 30,
    cfg: 8,
    sampler_name: 'euler_ancestral',
    scheduler: 'normal',
    model: ['11', 0],
    positive: ['6', 0],
    negative: ['7', 0],
    latent_image: ['5', 0],
  }),
  '4': node('CheckpointLoaderSimple', { ckpt_name: 'v1-5.safetensors' }),
  '5': node('EmptyLatentImage', { width: 512, height: 512, batch_size: 1 }),
  '6': node('CLIPTextEncode', { text: 'a kente cushion', clip: ['4', 1] }),
  '7': node('CLIPTextEncode', { text: 'dull', clip: ['4', 1] }),
  '10': node('LoraLoader', { lora_name: 'cloth\\first.safetensors', strength_model: 0.5, model: ['4', 0] }),
  '11': node('LoraLoader', { lora_name: 'second.safetensors', strength_model: 3, model: ['10', 0] }),
};

describe('a drawn picture', () => {
  it('of ours comes back with all of its settings and adapters', () => {
    const settings = { ...CREATE_DEFAULTS, prompt: 'a “red” dress: new\nline', seed: 7, size: 256 };
    const adapters = [{ name: 'Indigo, 2', weight: 0.5, step: 40, id: 'a', fingerprint: 'f' }];
    expect(readPictureTexts(pngText(settings, { model: 'weft-starter', adapters }))).toEqual({
      program: 'Weft',
      settings,
      adapters,
      notTaken: [],
    });
  });

  it('of ours is read by what other viewers read, too', () => {
    const { parameters = '' } = pngText({ ...CREATE_DEFAULTS, prompt: 'a dress' }, { model: 'm', adapters: [] });
    const { size: _, ...others } = { ...CREATE_DEFAULTS, prompt: 'a dress' };
    expect(readPictureTexts({ parameters })?.settings).toMatchObject(others);
  });

  it('of AUTOMATIC1111 gives prompt, negative prompt, sampler and adapters; what has no place is named', () => {
    expect(readPictureTexts({ parameters: OLDER })).toEqual({
      program: 'AUTOMATIC1111',
      settings: {
        prompt: 'a red dress, (silk:1.2)\non a bed',
        negativePrompt: 'stripes,\nblurry',
        samplingSteps: 28,
        sampler: 'dpmsolver++ karras',
        guidanceScale: 6.5,
        seed: 1234567,
        size: 512,
        ...WHOLE_WORK,
      },
      adapters: [{ name: 'indigo batik', weight: 0.8 }],
      notTaken: [{ name: 'Clip skip', value: '2', why: 'Weft has no such setting.' }],
    });
  });

  it('of newer versions has its schedule apart, and no size where it isn’t square', () => {
    const reading = readPictureTexts({ parameters: NEWER });
    expect(reading?.settings).toMatchObject({ prompt: 'a vase', negativePrompt: '', sampler: 'dpmsolver++ karras' });
    expect(reading?.settings.size).toBeUndefined();
    expect(reading?.notTaken.map(({ name, value }) => [name, value])).toEqual([
      ['Size', '512x768'],
      ['Hires upscaler', 'a, b'],
    ]);
  });

  it('with a last line that is no list of settings is all prompt', () => {
    expect(readPictureTexts({ parameters: 'a dress\nSteps: many' })?.settings).toEqual({
      prompt: 'a dress\nSteps: many',
      negativePrompt: '',
      ...WHOLE_WORK,
    });
  });

  it('of ComfyUI gives what its one sampler was given', () => {
    expect(readPictureTexts({ prompt: JSON.stringify(GRAPH) })).toEqual({
      program: 'ComfyUI',
      settings: {
        prompt: 'a kente cushion',
        negativePrompt: 'dull',
        samplingSteps: 30,
        guidanceScale: 8,
        seed: 99,
        sampler: 'euler ancestral',
        size: 512,
        ...WHOLE_WORK,
      },
      adapters: [{ name: 'first', weight: 0.5 }],
      notTaken: [{ name: 'second', value: '3', why: 'An adapter’s weight is from −2 to 2.' }],
    });
  });

  it.each([
    ['two samplers', { ...GRAPH, '12': GRAPH['3'] }],
    ['none', { '4': GRAPH['4'] }],
    ['no graph', [1, 2]],
  ])('of ComfyUI with %s is not guessed at', (_, graph) => {
    expect(readPictureTexts({ prompt: JSON.stringify(graph) })).toBeNull();
  });

  it('whose model stands in a circle is read to its end', () => {
    const circle = { ...GRAPH, '10': node('LoraLoader', { lora_name: 'first', model: ['11', 0] }) };
    expect(readPictureTexts({ prompt: JSON.stringify(circle) })?.program).toBe('ComfyUI');
  });

  it('without a word of it is none', () => {
    expect(readPictureTexts({ Software: 'GIMP' })).toBeNull();
  });
});
