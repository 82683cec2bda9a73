/** The descriptions of settings: whole, told apart within their form, and kept by what the forms begin with. */

import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { CreateSettings, MorphSettings } from '../../../src/contract/drawing.ts';
import { FilmEncoding } from '../../../src/contract/filmWorker.ts';
import { asIs } from '../../../src/contract/message.ts';
import type { Setting } from '../../../src/contract/settings/setting.ts';
import { numberSetting } from '../../../src/contract/settings/setting.ts';
import { InversionSettings, LoraSettings } from '../../../src/contract/training.ts';
import { PICTURE } from '../../../src/features/drawing/fields/drawingHelp.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { MORPH_DEFAULTS } from '../../../src/features/morph/morphDefaults.ts';
import { MORPH_FORM } from '../../../src/features/morph/morphForm.ts';
import { FILM } from '../../../src/features/morph/morphHelp.ts';
import { INVERSION_PRESETS, LORA_PRESETS } from '../../../src/features/training/form/trainPresets.ts';
import { INVERSION, LORA } from '../../../src/features/training/form/trainSettings.ts';
import { type DescribedSetting, fieldLabel } from '../../../src/kit/fields/describedSetting.ts';

/** Each form: its schemas' settings, their descriptions, and all that a preset or the form's beginning fills in. */
const FORMS: Record<
  string,
  { shape: z.ZodRawShape; settings: Readonly<Record<string, DescribedSetting>>; values: readonly object[] }
> = {
  lora: {
    shape: LoraSettings.shape,
    settings: LORA,
    values: LORA_PRESETS.presets.map(({ settings }) => settings),
  },
  inversion: {
    shape: InversionSettings.shape,
    settings: INVERSION,
    values: INVERSION_PRESETS.presets.map(({ settings }) => settings),
  },
  picture: { shape: CreateSettings.shape, settings: PICTURE, values: [CREATE_DEFAULTS] },
  film: {
    shape: { ...MorphSettings.shape, ...FilmEncoding.shape },
    settings: { ...PICTURE, ...FILM },
    values: [{ ...MORPH_DEFAULTS, keyframes: MORPH_DEFAULTS.keyframes.length }, MORPH_FORM.encoding],
  },
};

/** What a setting may be: its bounds, or all that there is to choose from. */
function extentOf(setting: Setting): readonly unknown[] {
  switch (setting.kind) {
    case 'number':
    case 'text':
    case 'lines':
      return [setting.limits.min, setting.limits.max];
    case 'switch':
      return [false, true];
    case 'choice':
    case 'choices':
      return setting.values;
  }
}

describe.each(Object.entries(FORMS))('the settings of the form: %s', (_, { shape, settings, values }) => {
  // The method is chosen beside the form, which is another one for each.
  const names = Object.keys(shape).filter((name) => name !== 'method');

  it.each(names)('describe %s', (name) => {
    const setting = settings[name];
    if (!setting) throw new Error(`${name} is not described`);
    expect(setting.label).toMatch(/^\p{Lu}/u);
    expect(setting.about.does).not.toBe('');
    const extent = extentOf(setting);
    expect(extent.length).toBeGreaterThan(1);
    expect(new Set(extent).size).toBe(extent.length);
    if (setting.kind === 'choice' || setting.kind === 'choices') {
      expect(Object.keys(setting.names).sort()).toEqual(setting.values.map(String).sort());
    }
  });

  it('are called by names that tell them apart', () => {
    const labels = Object.values(settings).map(fieldLabel);
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels).not.toContain('Preset');
    expect(labels).not.toContain('Method');
  });

  it('hold what presets and beginnings fill in', () => {
    for (const filled of values) {
      for (const [name, value] of Object.entries(filled)) {
        if (name === 'method') continue;
        expect(settings[name]?.schema.safeParse(value), `${name}: ${value}`).toEqual({ success: true, data: value });
      }
    }
  });
});

describe('the bounds of a number', () => {
  const errorsOf = (setting: Setting, value: unknown) =>
    setting.schema.safeParse(value).error?.issues.map(({ message }) => message) ?? [];

  it('are what its checks say', () => {
    const { limits } = LORA.rank;
    expect(errorsOf(LORA.rank, limits.min)).toEqual([]);
    expect(errorsOf(LORA.rank, limits.max)).toEqual([]);
    expect(errorsOf(LORA.rank, limits.min - 1)).toEqual([`must be ${limits.min} or more`]);
    expect(errorsOf(LORA.rank, limits.max + 1)).toEqual([`must be ${limits.max} or less`]);
    expect(errorsOf(LORA.rank, 1.5)).toEqual(['must be a whole number']);
    expect(errorsOf(LORA.rank, Number.NaN)).toEqual([`must be a number from ${limits.min} to ${limits.max}`]);
  });

  it('may leave out the smallest', () => {
    expect(errorsOf(LORA.loraAlpha, 0)).toEqual(['must be more than 0']);
    expect(errorsOf(LORA.loraAlpha, 1e-9)).toEqual([]);
    expect(errorsOf(LORA.loraAlpha, 257)).toEqual(['must be 256 or less']);
  });

  it('come with what records of earlier versions had, where the setting was added later', () => {
    expect(numberSetting({ label: asIs('Added'), min: 0, max: 9, formerly: 3 }).schema.parse(undefined)).toBe(3);
    expect(numberSetting({ label: asIs('Always there'), min: 0, max: 9 }).schema.safeParse(undefined).success).toBe(
      false,
    );
  });
});
