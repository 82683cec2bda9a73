/** What is said beside a run's fields before it starts. */
import { holdOutImages } from '@weft/engine/internal';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  classPromptWarning,
  holdOutWarning,
  patienceWarning,
} from '../../../src/features/training/form/runWarnings.ts';

describe('holding out', () => {
  it('is warned of exactly where it was asked for and the run would have nothing to hold out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 2, max: 100 }), (images, one) => {
        const { heldOut } = holdOutImages(Array.from({ length: images }), one);
        expect(holdOutWarning({ holdOut: String(one) }, images) === null).toBe(heldOut.length > 0);
      }),
    );
  });

  it.each([
    ['0', 10],
    ['', 10],
    ['1', 10],
    ['20', 0],
  ])('says nothing where nothing is asked for or nobody knows yet: one of “%s”, %d images', (holdOut, images) => {
    expect(holdOutWarning({ holdOut }, images)).toBeNull();
  });

  it('says what would help', () => {
    expect(holdOutWarning({ holdOut: '20' }, 10)).toBe(
      'None of your 10 images is held out: it takes 20. 10 or less holds one out.',
    );
    expect(holdOutWarning({ holdOut: '2' }, 1)).toBe('The only image is not held out: it takes 2. Add images.');
  });

  it('is what early stopping goes by', () => {
    expect(patienceWarning({ patience: '3', holdOut: '20' }, 10)).toContain('never stops early');
    expect(patienceWarning({ patience: '3', holdOut: '5' }, 10)).toBeNull();
    expect(patienceWarning({ patience: '0', holdOut: '20' }, 10)).toBeNull();
  });
});

describe('class images without a class prompt', () => {
  const run = {
    classPrompt: ' ',
    priorFrom: 'class-images',
    classImages: '16',
    priorWeight: '1',
    ownClassImages: 'false',
  };

  it('are warned of, drawn or a person’s own', () => {
    expect(classPromptWarning(run)).toContain('show anything at all');
    expect(classPromptWarning({ ...run, ownClassImages: 'true', classImages: '0' })).toContain('no kind of thing');
  });

  it('is said of the model’s own prediction, however many class images the form keeps', () => {
    const own = { ...run, priorFrom: 'own-prediction', classImages: '0' };
    expect(classPromptWarning(own)).toContain('what no words draw');
    expect(classPromptWarning({ ...own, priorWeight: '0' })).toBeNull();
  });

  it.each([{ classPrompt: 'a fabric' }, { classImages: '0' }, { priorWeight: '0' }, { classImages: '' }])(
    'are not where there is one, or there are none: %j',
    (change) => {
      expect(classPromptWarning({ ...run, ...change })).toBeNull();
    },
  );
});
