/** What the page's address asks for: `?device=` before the hash; in the hash the panel, and what to draw with. */
import { DEVICE_CHOICES, type DeviceChoice } from '../contract/device.ts';

export const ROUTES = ['dataset', 'train', 'create', 'compare', 'morph', 'library', 'course'] as const;
export type Route = (typeof ROUTES)[number];

/** The one of `names` that `value` is, or null. */
function oneOf<Name extends string>(names: readonly Name[], value: string): Name | null {
  return names.find((name) => name === value) ?? null;
}

export interface AddressedDevice {
  device: DeviceChoice;
  /** The value that was not understood, or null. */
  ignored: string | null;
}

/** @param search the address's query, e.g. `?device=wasm` */
export function readDevice(search: string): AddressedDevice {
  const value = new URLSearchParams(search).get('device');
  if (value === null) return { device: 'auto', ignored: null };
  const device = oneOf(DEVICE_CHOICES, value);
  return device === null ? { device: 'auto', ignored: value } : { device, ignored: null };
}

export interface AddressedPanel {
  route: Route;
  /** The id in `#/create?adapter=…`, or null. */
  adapter: string | null;
  /** Its checkpoint in `#/create?adapter=…&step=…`, or null. */
  step: number | null;
  /** The prompt in `#/create?prompt=…`, or null. */
  prompt: string | null;
  /** The adapter whose checkpoints are compared, in `#/compare?checkpoints=…`, or null. */
  checkpoints: string | null;
  /** The adapters that are compared, in `#/compare?adapters=…,…`; empty for none. */
  adapters: string;
  /** The sweep whose runs are compared, in `#/compare?sweep=…`, or null. */
  sweep: string | null;
  /** The stored model of which it is to be said what it predicts, in `#/library?predict=…`, or null. */
  predict: string | null;
}

/** @param hash the address's hash, e.g. `#/train`; what is no panel leads to the dataset */
export function readPanel(hash: string): AddressedPanel {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const asked = new URLSearchParams(query);
  return {
    route: oneOf(ROUTES, path) ?? 'dataset',
    adapter: asked.get('adapter'),
    step: /^\d+$/.test(asked.get('step') ?? '') ? Number(asked.get('step')) : null,
    prompt: asked.get('prompt'),
    checkpoints: asked.get('checkpoints'),
    adapters: asked.get('adapters') ?? '',
    sweep: asked.get('sweep'),
    predict: asked.get('predict'),
  };
}
