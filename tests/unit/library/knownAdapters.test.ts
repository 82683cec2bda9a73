/** Adapters that a picture, a grid or a film was made with, in the library as it is by now. */
import { beforeEach, describe, expect, it } from 'vitest';
import { COMPARE_DEFAULTS, formOf, readCompare } from '../../../src/features/compare/compareForm.ts';
import { gridPngText, readGridText } from '../../../src/features/compare/compareText.ts';
import { cellsOf } from '../../../src/features/compare/grid/compareCells.ts';
import type { GridItem } from '../../../src/features/compare/grid/compareLibrary.ts';
import { GalleryRecord } from '../../../src/features/create/galleryRecords.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { pngText } from '../../../src/features/drawing/settings/settingsText.ts';
import { findAdapter, foundAdapters, tellMissing } from '../../../src/features/library/knownAdapters.ts';
import { useNotices } from '../../../src/session/noticesStore.ts';
import { typed } from '../compare/gridExamples.ts';

const indigo = { id: 'a1', name: 'Indigo', fingerprint: 'f1' };
const ochre = { id: 'b2', name: 'Ochre', fingerprint: 'f2' };
const noted = { name: 'Indigo', weight: 0.5, id: 'a1', fingerprint: 'f1' };

describe('an adapter that a picture was drawn with', () => {
  it('is found by its id, whatever it is called by now', () => {
    expect(findAdapter(noted, [ochre, { ...indigo, name: 'Night' }])?.id).toBe('a1');
  });

  it('is found by what it holds where it came back under another id', () => {
    expect(findAdapter(noted, [ochre, { id: 'c3', name: 'Indigo 2', fingerprint: 'f1' }])?.id).toBe('c3');
  });

  it('is never taken for another one that has its name', () => {
    const namesake = { id: 'd4', name: 'Indigo', fingerprint: 'f4' };
    expect(findAdapter(noted, [namesake])).toBeNull();
    expect(findAdapter({ name: 'Indigo', id: 'a1' }, [{ id: 'd4', name: 'Indigo' }])).toBeNull();
  });

  it('is found by its name where an earlier version noted no more', () => {
    expect(findAdapter({ name: 'Indigo' }, [ochre, indigo])?.id).toBe('a1');
  });

  it('is named where it is gone, and the others are taken', () => {
    const { choices, missing } = foundAdapters(
      [
        { ...noted, step: 20 },
        { name: 'Gone', weight: 1, id: 'x' },
      ],
      [indigo],
    );
    expect(choices).toEqual([{ id: 'a1', weight: 0.5, step: 20 }]);
    expect(missing).toEqual(['Gone']);
  });
});

describe('what is missing', () => {
  beforeEach(() => useNotices.setState({ notices: [] }));

  it('is told once, by name, and nothing where all is there', () => {
    tellMissing('adapter', [], 'The picture’s other settings');
    expect(useNotices.getState().notices).toEqual([]);
    tellMissing('adapter', ['Gone', 'Lost', 'Gone'], 'The picture’s other settings');
    expect(useNotices.getState().notices).toMatchObject([
      {
        message: 'The adapters “Gone”, “Lost” are not in the library.',
        advice: 'The picture’s other settings were taken over.',
      },
    ]);
  });
});

describe('what is noted', () => {
  it('outlives a reload and stands in the PNG; records of earlier versions open', () => {
    const record = {
      id: 'p',
      createdAt: 1,
      settings: CREATE_DEFAULTS,
      model: 'm',
      seconds: 1,
      png: new ArrayBuffer(1),
    };
    expect(GalleryRecord.parse({ ...record, adapters: [noted] }).adapters).toEqual([noted]);
    const before = [{ name: 'Indigo', weight: 1 }];
    expect(GalleryRecord.parse({ ...record, adapters: before }).adapters).toEqual(before);
    const { weft = '' } = pngText(CREATE_DEFAULTS, { model: 'm', adapters: [noted] });
    expect(JSON.parse(weft).adapters).toEqual([noted]);
  });
});

describe('a grid', () => {
  const facts = { bytes: 1, steps: null, seconds: null };
  const item = ({ id, name, fingerprint }: typeof indigo): GridItem => ({ id, name, fingerprint, facts });
  const library = [item(indigo), item(ochre)];
  const form = {
    ...COMPARE_DEFAULTS,
    drawing: { ...COMPARE_DEFAULTS.drawing, adapters: [{ id: 'a1', weight: 0.5 }] },
    columns: typed('adapter', 'none\na1\nb2'),
  };

  function drawn() {
    const { settings } = readCompare(form, 128, library);
    if (!settings) throw new Error('the form is not whole');
    const back = readGridText(gridPngText({ ...settings, model: 'weft-starter' }));
    if (typeof back === 'string') throw new Error(back);
    return back;
  }

  it('knows its adapters in each of its pictures', () => {
    expect(cellsOf(drawn()).map(({ adapters }) => adapters.map(({ id, fingerprint }) => [id, fingerprint]))).toEqual([
      [],
      [['a1', 'f1']],
      [['b2', 'f2']],
    ]);
  });

  it('finds them renamed, and imported anew, in its file', () => {
    const now = [item({ ...ochre, name: 'Clay' }), item({ id: 'c3', name: 'Indigo 2', fingerprint: 'f1' })];
    const found = formOf(drawn(), 128, now);
    expect(found.missing).toEqual([]);
    expect(found.form.drawing.adapters).toEqual([{ id: 'c3', weight: 0.5, step: undefined }]);
    expect(found.form.columns.texts.adapter).toBe('none\nc3\nb2');
  });

  it('names those that are gone, takes no namesake, and keeps the rest', () => {
    const found = formOf(drawn(), 128, [item(ochre), item({ id: 'd4', name: 'Indigo', fingerprint: 'f4' })]);
    expect(found.missing).toEqual(['Indigo']);
    expect(found.form.drawing.adapters).toEqual([]);
    expect(found.form.columns.texts.adapter).toBe('none\nb2');
  });

  it('of an earlier version goes by their names', () => {
    const { known: _, ...before } = drawn();
    const found = formOf(before, 128, library);
    expect(found.missing).toEqual([]);
    expect(found.form.columns.texts.adapter).toBe('none\na1\nb2');
  });
});
