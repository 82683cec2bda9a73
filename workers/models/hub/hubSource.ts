/** A repository's files as the engine reads a model, straight from the hub: of large ones no more than is asked for. */
import { type ByteSource, MissingFileError, MOST_SMALL_BYTES, type ModelSource } from '@weft/engine';
import { studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import type { ModelFile } from '../../../src/contract/models.ts';
import { refuseLong } from '../smallFile.ts';
import { askHub, type HubAccess, readUpTo } from './hubRequest.ts';

/** Bytes fetched at first, in which most headers of weights end. */
const FIRST_BYTES = 256 * 1024;

interface HubFiles {
  name: string;
  /** The files that may be read, by their paths, as the hub lists them. */
  files: ReadonlyMap<string, ModelFile>;
  urlOf: (path: string) => string;
  access: HubAccess;
  signal: AbortSignal;
}

/** Small files are fetched once, however often they are read. @throws StudioError where the hub refuses or breaks off */
export function hubSource({ name, files, urlOf, access, signal }: HubFiles): ModelSource {
  const small = new Map<string, Promise<Uint8Array>>();
  const at = (path: string): ModelFile => {
    const file = files.get(path);
    if (file) return file;
    throw new MissingFileError(
      `The model’s folder lacks ${path}.`,
      'Choose a folder in diffusers’ layout, with unet, text_encoder, vae, tokenizer and scheduler in it.',
    );
  };
  const range = async (path: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> => {
    const headers = { Range: `bytes=${offset}-${offset + length - 1}` };
    const response = await askHub(urlOf(path), access, signal, headers);
    // A server that knows no ranges sends all of it, which is read no further than is needed.
    const skipped = response.status === 206 ? 0 : offset;
    const bytes = (await readUpTo(response, skipped + length, signal)).subarray(skipped);
    if (bytes.length === length) return bytes;
    throw studioError(
      'connection-lost',
      say('The hub sent only a part of {path}.', { path }),
      'Look the model up again.',
    );
  };
  const open = async (path: string): Promise<ByteSource> => {
    const { bytes: size } = at(path);
    const first = size === 0 ? new Uint8Array(0) : await range(path, 0, Math.min(FIRST_BYTES, size));
    return {
      size,
      read: async (offset, length) =>
        offset + length <= first.length ? first.subarray(offset, offset + length) : range(path, offset, length),
    };
  };
  const fetchSmall = async (path: string): Promise<Uint8Array> => {
    const { bytes } = at(path);
    refuseLong(path, bytes);
    const response = await askHub(urlOf(path), access, signal);
    // Some mirrors don't list how long small files are.
    const most = bytes === 0 ? MOST_SMALL_BYTES : bytes;
    // One more byte than may come shows a file that is longer.
    const read = await readUpTo(response, most + 1, signal);
    if (read.length > most || (bytes > 0 && read.length < bytes)) {
      throw studioError(
        'model-damaged',
        read.length > most
          ? say('The hub’s file {path} is not the one that was listed: more than {most} bytes came.', { path, most })
          : say('The hub’s file {path} is not the one that was listed: less than {most} bytes came.', { path, most }),
        'Look the model up again.',
      );
    }
    return read;
  };
  return {
    name,
    paths: new Set(files.keys()),
    size: async (path) => at(path).bytes,
    open,
    read: (path) => {
      const found = small.get(path) ?? fetchSmall(path);
      small.set(path, found);
      return found;
    },
  };
}
