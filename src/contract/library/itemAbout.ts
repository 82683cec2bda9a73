/**
 * What a person says of an adapter or a word to those who get its file. The entries are those of Stability AI's model metadata
 * standard (ModelSpec 1.0.1), which ComfyUI, SwarmUI, InvokeAI and model sites read.
 */
import * as z from 'zod';
import { msg } from '../message.ts';
import { type Settings, shapeOf, textSetting } from '../settings/setting.ts';

const LONG = 4000;
const SHORT = 300;

export const ABOUT_SETTINGS = {
  trigger: textSetting({ label: msg('Trigger words'), min: 0, max: SHORT, trimmed: true }),
  description: textSetting({ label: msg('Description'), min: 0, max: LONG, trimmed: true }),
  author: textSetting({ label: msg('Author'), min: 0, max: SHORT, trimmed: true }),
  license: textSetting({ label: msg('Licence'), min: 0, max: SHORT, trimmed: true }),
  tags: textSetting({ label: msg('Tags, with commas between them'), min: 0, max: SHORT, trimmed: true }),
} as const satisfies Settings;

export const ItemAbout = z.object(shapeOf(ABOUT_SETTINGS));
export type ItemAbout = z.infer<typeof ItemAbout>;

export const NOTHING_SAID: ItemAbout = { trigger: '', description: '', author: '', license: '', tags: '' };

/** The header's entries by what they say. */
export const ABOUT_ENTRIES: Readonly<Record<keyof ItemAbout, string>> = {
  trigger: 'modelspec.trigger_phrase',
  description: 'modelspec.description',
  author: 'modelspec.author',
  license: 'modelspec.license',
  tags: 'modelspec.tags',
};

/** What a file's header says; what is longer than the fields take is cut. */
export function readAbout(metadata: Readonly<Record<string, string>>): ItemAbout {
  const said = Object.entries(ABOUT_ENTRIES).map(([name, entry]) => {
    const { max } = ABOUT_SETTINGS[name as keyof ItemAbout].limits;
    return [name, (metadata[entry] ?? '').trim().slice(0, max)];
  });
  return { ...NOTHING_SAID, ...Object.fromEntries(said) };
}

/** The digests by which model sites know a file, SHA-256 in hexadecimal. */
export const FileHashes = z.object({
  /** Of the whole file; its first ten digits are Civitai's AutoV2. */
  file: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of the numbers alone, whatever the header says: kohya's `sshs_model_hash`, whose first twelve digits are AutoV3. */
  weights: z.string().regex(/^[0-9a-f]{64}$/),
});
export type FileHashes = z.infer<typeof FileHashes>;
