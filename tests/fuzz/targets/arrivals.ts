/** Files that come by another way than a panel's own: dropped anywhere on the page, shared by a program, home from a runner. */
import { placeOf } from '../../../src/app/filePlaces.ts';
import { sharedCache } from '../../../src/contract/offlineWorker.ts';
import { findRuns } from '../../../src/features/training/home/findRuns.ts';
import { withDigests } from '../../../src/features/training/home/runParts.ts';
import { unpackPictures } from '../../../workers/images/unpackPictures.ts';
import { takeShare } from '../../../workers/offline/sharedFiles.ts';
import { dropped, outFiles, report } from '../../unit/home/outFolder.ts';
import type { Part } from '../mutators/parts.ts';
import { zipOf } from '../mutators/zip.ts';
import { bytesTarget, holds, partsTarget, type Target } from '../target.ts';
import { fileOf, played, utf8 } from './fixtures.ts';

const SCOPE = 'https://weft.example/studio/';
const BOUNDARY = 'x0x';

const parts = (files: Readonly<Record<string, Uint8Array>>): Part[] =>
  Object.entries(files).map(([path, bytes]) => ({ path, bytes: new Uint8Array(bytes) }));

/** As a browser hands over a folder. */
const folderOf = (given: readonly Part[]) =>
  given.flatMap(({ path, bytes }) => dropped({ [path.replace(/^\/+/, '') || 'x']: bytes }));

/** A form as programs send it. */
const form = (name: string, fileName: string, type: string, content: string) =>
  utf8(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\n` +
      `Content-Type: ${type}\r\n\r\n${content}\r\n--${BOUNDARY}--\r\n`,
  );

/** What lies in the caches after `use`, by its addresses. */
async function keptBy(use: () => Promise<Response>): Promise<{ answer: Response; kept: [string, string][] }> {
  const kept: [string, string][] = [];
  const open = async (name: string) => ({
    put: async (address: string) => {
      // As a real one: what is no address throws.
      kept.push([name, new URL(address).href]);
    },
  });
  const answer = await played('caches', { open }, use);
  return { answer, kept };
}

export const arrivalTargets: readonly Target[] = [
  partsTarget({
    name: 'dropped-anywhere',
    seeds: () => [
      parts({ 'cloth.png': utf8('\x89PNG\r\n\x1a\n....tEXtparameters\0a cloth'), 'cloth.txt': utf8('a cloth') }),
      parts({ 'loom.safetensors': utf8('x') }),
      parts({ 'out.zip': zipOf(parts(outFiles())) }),
      parts({ 'model_index.json': utf8('{}'), 'unet/config.json': utf8('{}') }),
    ],
    run: async (given) => {
      const files = given.slice(0, 100).map(({ path, bytes }) => fileOf(path, bytes));
      for (const route of ['dataset', 'compare', 'create'] as const) {
        const place = await placeOf(files, route);
        holds(place !== 'grid' || files.length === 1, 'several files are one grid');
      }
    },
  }),
  partsTarget({
    name: 'home-files',
    seeds: () => [
      parts(outFiles()),
      parts({ 'a.zip': zipOf(parts(outFiles()), 0) }),
      parts(outFiles(report({ status: 'running', stepsDone: null, stopped: null, theta: null }))),
    ],
    run: async (given) => {
      const { runs, notTaken } = await findRuns(folderOf(given), unpackPictures);
      holds(runs.length + notTaken.length > 0, 'nothing is said of it');
      const internal = notTaken.find(({ error }) => error.code === 'internal');
      holds(!internal, `it was not foreseen: ${internal?.error.message}`);
      for (const run of runs) {
        const states = run.report.checkpoints.map(({ step, folder }) => ({
          step,
          files: { 'theta.f32': { file: run.files.get(`${folder}/theta.f32`) ?? new Blob(), sha256: null } },
        }));
        for (const { files } of await withDigests(run, states)) {
          const told = Object.values(files).map(({ sha256 }) => sha256);
          holds(
            told.every((hex) => hex === null || /^[0-9a-f]{64}$/.test(hex)),
            'a digest is none',
          );
        }
      }
    },
  }),
  bytesTarget({
    name: 'shared-form',
    seeds: () => [
      form('files', 'cloth.png', 'image/png', 'x'),
      form('files', 'a "b" %00 ../c;\u{1f9f5}.safetensors', 'a/b; c=d', ''),
      form('text', 'x', 'text/plain', 'hello'),
      utf8(`--${BOUNDARY}--\r\n`),
    ],
    run: async (bytes) => {
      const request = new Request(`${SCOPE}?share-target`, {
        method: 'POST',
        headers: { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` },
        body: bytes,
      });
      const { answer, kept } = await keptBy(() => takeShare(request, SCOPE));
      const to = new URL(answer.headers.get('Location') ?? '');
      holds(`${to.origin}${to.pathname}` === SCOPE, `the page is led to ${to.href}`);
      for (const [cache, address] of kept) {
        holds(cache === sharedCache(SCOPE), `it lies in ${cache}`);
        holds(address.startsWith(`${SCOPE}shared-files/`), `it lies at ${address}`);
      }
    },
  }),
];
