/** Which hubs are asked without a question, and which of them hear the access token. */

/** The hub that is meant where none is named. */
export const HUGGING_FACE = 'https://huggingface.co';

/** Hosts that are this very machine: what is said to them never travels. */
const THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether an address without encryption may be asked: only this machine's own. */
export function isThisMachine(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && THIS_MACHINE.has(hostname);
}

/** Whether a hub may be asked: Hugging Face, this machine, and those that the person said yes to, by their origins. */
export function isKnownHub(origin: string, confirmed: readonly string[]): boolean {
  return origin === HUGGING_FACE || isThisMachine(origin) || confirmed.includes(origin);
}

/**
 * The token that a hub hears, empty for none: it goes to Hugging Face and to hubs that were confirmed, and never unencrypted.
 * A redirect to another origin loses it on the way, which is the browsers' own rule for `Authorization`.
 */
export function tokenFor(origin: string, token: string, confirmed: readonly string[]): string {
  const trusted = origin === HUGGING_FACE || confirmed.includes(origin);
  return trusted && new URL(origin).protocol === 'https:' ? token.trim() : '';
}
