/** Everything that is known of how an adapter came to be, as labels and values. */
import type { Message } from '../../../contract/message.ts';
import type { AdapterOrigin, RunSettings } from '../../../contract/runs/runs.ts';
import { INVERSION_SETTINGS } from '../../../contract/settings/inversionSettings.ts';
import { LORA_SETTINGS } from '../../../contract/settings/loraSettings.ts';
import { METHOD } from '../../../contract/settings/runSettings.ts';
import type { Settings } from '../../../contract/settings/setting.ts';
import { t } from '../../../kit/language/t.ts';

export interface OriginRow {
  label: string;
  value: string;
}

/** What the forms call the settings of each method's runs. */
const LABELS = {
  lora: labelsOf({ method: METHOD, ...LORA_SETTINGS }),
  inversion: labelsOf({ method: METHOD, ...INVERSION_SETTINGS }),
};

/** Values longer than this are cut: some programs keep whole tables in a file's header. */
const LONGEST_VALUE = 400;

/** Rows at most, for the same reason. */
const MOST_ROWS = 200;

export function originRows(origin: AdapterOrigin): OriginRow[] {
  const rows = allRows(origin);
  const more = rows.length - MOST_ROWS;
  return more <= 0
    ? rows
    : [...rows.slice(0, MOST_ROWS), { label: t('And more'), value: t('{more} entries', { more }) }];
}

function allRows(origin: AdapterOrigin): OriginRow[] {
  switch (origin.kind) {
    case 'trained':
      return [
        ...(origin.images === undefined ? [] : [{ label: t('Images'), value: String(origin.images) }]),
        ...(origin.dataset ? [{ label: t('Dataset'), value: cut(origin.dataset.name) }] : []),
        ...settingsRows(origin.settings),
      ];
    case 'merged':
      return origin.parts.map(({ name, weight, rank, loraAlpha }) => ({
        label: name,
        value: t('weight {weight} · rank {rank}, alpha {loraAlpha}', { weight, rank, loraAlpha }),
      }));
    case 'foreign':
      return Object.entries(origin.metadata).map(([key, value]) => ({ label: cut(key), value: cut(value) }));
  }
}

/** The settings of a run, by what the forms call them. */
export function settingsRows(settings: RunSettings): OriginRow[] {
  const labels = settings.method === 'textual-inversion' ? LABELS.inversion : LABELS.lora;
  return Object.entries(settings).map(([key, value]) => ({
    label: labelOf(labels.get(key), key),
    value: valueText(value),
  }));
}

const labelOf = (label: Message | undefined, key: string) => (label ? t(label) : cut(wordsOf(key)));

function labelsOf(settings: Settings): ReadonlyMap<string, Message> {
  return new Map(Object.entries(settings).map(([name, { label }]) => [name, label]));
}

/** What a setting of another version is called: `floorShare` → `Floor share` */
function wordsOf(key: string): string {
  const words = key.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function valueText(value: RunSettings[string]): string {
  if (value === null) return t('none');
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  if (value === '') return t('empty');
  if (Array.isArray(value)) return cut(value.map(valueText).join(', '));
  if (typeof value === 'object') {
    return cut(
      Object.entries(value)
        .map(([key, inner]) => `${wordsOf(key).toLowerCase()} ${valueText(inner)}`)
        .join(', '),
    );
  }
  return cut(String(value));
}

function cut(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}
