/** Everything that is known of how an adapter came to be, as labels and values. */
import type { AdapterOrigin, RunSettings } from '../../../contract/runs.ts';

export interface OriginRow {
  label: string;
  value: string;
}

/** Names that a setting's key doesn't give by itself. */
const LABELS: Readonly<Record<string, string>> = {
  loraAlpha: 'Alpha',
  priorWeight: 'Weight of the prior loss',
  minSnrGamma: 'Min-SNR gamma',
  emaDecay: 'EMA decay',
};

/** Values longer than this are cut: some programs keep whole tables in a file's header. */
const LONGEST_VALUE = 400;

export function originRows(origin: AdapterOrigin): OriginRow[] {
  switch (origin.kind) {
    case 'trained':
      return Object.entries(origin.settings).map(([key, value]) => ({ label: labelOf(key), value: valueText(value) }));
    case 'merged':
      return origin.parts.map(({ name, weight, rank, loraAlpha }) => ({
        label: name,
        value: `weight ${weight} · rank ${rank}, alpha ${loraAlpha}`,
      }));
    case 'foreign':
      return Object.entries(origin.metadata).map(([key, value]) => ({ label: key, value: cut(value) }));
  }
}

/** `instancePrompt` → `Instance prompt` */
function labelOf(key: string): string {
  const words = key.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return LABELS[key] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

function valueText(value: RunSettings[string]): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === '') return 'empty';
  if (Array.isArray(value)) return cut(value.map(valueText).join(', '));
  if (typeof value === 'object') {
    return cut(
      Object.entries(value)
        .map(([key, inner]) => `${labelOf(key).toLowerCase()} ${valueText(inner)}`)
        .join(', '),
    );
  }
  return cut(String(value));
}

function cut(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}
