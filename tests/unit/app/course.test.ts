/** The course and the tour hold together: each step and question can be tried out, and every button names what there is. */

import { describe, expect, it } from 'vitest';
import { DRAWING } from '../../../src/app/course/exercises/drawing.ts';
import { EXPLORING } from '../../../src/app/course/exercises/exploring.ts';
import { TEACHING } from '../../../src/app/course/exercises/teaching.ts';
import * as tries from '../../../src/app/course/tries.ts';
import { TOUR } from '../../../src/app/tour/tourSteps.ts';
import { sourceOf } from '../../../src/contract/message.ts';
import { readCompare } from '../../../src/features/compare/compareForm.ts';
import { useCompare } from '../../../src/features/compare/compareStore.ts';
import { axisLabels } from '../../../src/features/compare/grid/compareCells.ts';
import { useGallery } from '../../../src/features/create/galleryStore.ts';
import { readMorph } from '../../../src/features/morph/morphForm.ts';
import { useMorph } from '../../../src/features/morph/morphStore.ts';
import { useTrainForm } from '../../../src/features/training/form/trainForm.ts';

const address = { hash: '' };
Object.assign(globalThis, { location: address });

const EXERCISES = [DRAWING, EXPLORING, TEACHING];
const questions = EXERCISES.flatMap((exercise) => exercise.questions);

const tryOut = (label: string) => {
  const all = [...EXERCISES.flatMap(({ steps }) => steps), ...questions].flatMap((part) => part.tries);
  const found = all.find((one) => sourceOf(one.label) === label);
  if (!found) throw new Error(`no button “${label}”`);
  found.act();
};

const gridNow = () => readCompare(useCompare.getState().form, 128, []);

describe('the course', () => {
  it('has three exercises, each with steps, things to observe and questions, all of which can be tried out', () => {
    expect(EXERCISES.map(({ title }) => sourceOf(title)[0])).toEqual(['1', '2', '3']);
    for (const { steps, observe, questions: asked } of EXERCISES) {
      expect(observe.length).toBeGreaterThan(1);
      for (const part of [...steps, ...asked]) expect(part.tries.length).toBeGreaterThan(0);
    }
  });

  it('remembers each step by an id of its own', () => {
    const ids = EXERCISES.flatMap(({ steps }) => steps.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('fills Compare with the grids of exercise 2, which can be drawn as they are', () => {
    tryOut('Set up the guidance sweep');
    expect(address.hash).toBe('#/compare');
    const { settings } = gridNow();
    expect(settings && axisLabels(settings.columns)).toEqual([1.5, 3, 7.5, 12, 20].map((scale) => `guidance ${scale}`));
    tryOut('Try 5 to 12');
    expect(gridNow().settings?.columns.values).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    tryOut('Set up the nine seeds');
    expect(gridNow().settings?.columns.values).toHaveLength(9);
    tryOut('Try short and long, with and without');
    const both = gridNow();
    expect(both.errors).toEqual({ drawing: {} });
    expect(both.settings?.rows?.values).toHaveLength(2);
    tryOut('Try unusual things');
    expect(gridNow().settings && axisLabels(gridNow().settings?.columns as never)).toEqual([
      'spacecraft',
      'temple',
      'under water',
    ]);
  });

  it('fills Create with the dress, and with the same seed without a prompt', () => {
    tryOut('Draw without a prompt');
    expect(address.hash).toBe('#/create');
    expect(useGallery.getState().draft).toMatchObject({ prompt: '', guidanceScale: '1', seed: '42' });
    tryOut('Fill in the dress');
    expect(useGallery.getState().draft).toMatchObject({ guidanceScale: '7.5', seed: '42' });
    expect(useGallery.getState().draft.prompt).toContain('made of sks african fabric pattern');
  });

  it('fills Train by method, and without class images where that is the question', () => {
    tryOut('Fill in the LoRA run');
    expect(address.hash).toBe('#/train');
    expect(useTrainForm.getState()).toMatchObject({
      method: 'lora',
      lora: { instancePrompt: 'a sks african fabric pattern', classPrompt: 'a fabric pattern' },
    });
    expect(Number(useTrainForm.getState().lora.classImages)).toBeGreaterThan(0);
    tryOut('Fill in a run without them');
    expect(useTrainForm.getState().lora).toMatchObject({ classImages: '0', adapterName: 'Without class images' });
    tryOut('Fill in the textual inversion');
    expect(useTrainForm.getState().method).toBe('textual-inversion');
  });

  it('fills Morph with a film of five keyframes, fifteen seconds at thirty frames', () => {
    tries.film();
    expect(readMorph(useMorph.getState().form, 128).settings).toMatchObject({ duration: 15, framesPerSecond: 30 });
    expect(useMorph.getState().form.keyframes).toHaveLength(5);
  });
});

describe('the tour', () => {
  it('has six steps and ends with a picture', () => {
    expect(TOUR).toHaveLength(6);
    const nothing = { images: 0, adapters: 0, training: false, pictures: 0 };
    expect(TOUR.at(-1)?.done?.(nothing)).toBe(false);
    expect(TOUR.at(-1)?.done?.({ ...nothing, pictures: 1 })).toBe(true);
  });
});
