/** A model hub that holds small models of CLIP's and DINO's structure in place of those that judge pictures. */
import { readFile } from 'node:fs/promises';

const HUB = 'https://huggingface.co/';
const ROOT = new URL('../../../', import.meta.url);
/** Repository → its folder; the tokenizer is the starter's. */
const REPOSITORIES: Readonly<Record<string, string>> = {
  'Xenova/clip-vit-base-patch32': 'tests/fixtures/scores/clip/',
  'Xenova/dino-vits16': 'tests/fixtures/scores/dino/',
};

/** The file at an address of the hub; null where it has none. */
export async function hubFile(address: string): Promise<Uint8Array | null> {
  const [, repository = '', path = ''] = /^(.+?\/.+?)\/resolve\/main\/(.+)$/.exec(address.slice(HUB.length)) ?? [];
  const folder = path.startsWith('tokenizer') ? 'public/models/starter/tokenizer/' : REPOSITORIES[repository];
  if (!address.startsWith(HUB) || folder === undefined) return null;
  return readFile(new URL(`${folder}${path}`, ROOT)).catch(() => null);
}
