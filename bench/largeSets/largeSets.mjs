/**
 * A studio in which much is kept: how long each panel takes from the beginning of the page until it shows what it has, what
 * JavaScript holds then, and how much of it is on the page.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { openBrowser, serveBuilt } from '../../scripts/browser/servedPage.mjs';
import { markdownTable, summary } from '../statistics.mjs';
import { fillFiles, fillRecords } from './fill.mjs';
import { pageThreadSeconds } from './pageThread.mjs';

/** Pixels a side of the photographs, of what was drawn, and of the library's pictures. */
const SIDES = { photograph: 512, drawn: 128, thumbnail: 128 };

/** The panels that show the sets, and the list of each. */
const PANELS = /** @type {const} */ ([
  { panel: 'dataset', list: 'Images of the dataset', count: 'images' },
  { panel: 'library', list: 'Adapters', count: 'adapters' },
  { panel: 'create', list: 'Gallery', count: 'pictures' },
]);

/** Milliseconds that a page is left alone before what it holds is counted. */
const REST = 3000;

/** @param {{ rounds: number, former: boolean, log: (line: string) => void }} options @param former whether photographs are kept as earlier versions did */
export async function measureLargeSets({ rounds, former, log }) {
  /** @type {{ module: typeof import('./records.ts') }} */
  const { module: made } = await runnerImport('./bench/largeSets/records.ts', {
    configFile: false,
    environments: { inline: { resolve: { conditions: ['source'] } } },
  });
  const { COUNTS } = made;
  const served = await serveBuilt({ html: 'index.html' });
  const [profile, other] = ['full', 'empty'].map((name) => mkdtempSync(join(tmpdir(), `weft-${name}-`)));
  if (!profile || !other) throw new Error('no folder');
  try {
    const filling = await openBrowser({ profile });
    try {
      log('Filling storage');
      // A page of the same place that is not the studio.
      await filling.page.goto(`${served.origin}/favicon.svg`);
      const bytes = await fill(filling.page, made, former);
      log(`${(bytes / 1e9).toFixed(2)} GB are kept`);
    } finally {
      await filling.close();
    }
    const rows = [];
    for (const { panel, list, count } of PANELS) {
      /** @type {Awaited<ReturnType<typeof look>>[]} */
      const seen = [];
      const ratios = [];
      for (let round = 0; round < rounds; round++) {
        // By turns with a studio in which nothing is kept, so that what else goes on at the machine meets both alike.
        const empty = await look(served.origin, { profile: other, panel });
        const one = await look(served.origin, { profile, panel, whole: { list, count: COUNTS[count] } });
        log(
          `${panel}: ${one.seconds.toFixed(2)} s, ${empty.seconds.toFixed(2)} where nothing is kept; the page’s own ${one.busy.toFixed(2)} and ${empty.busy.toFixed(2)}; ${(one.held / 1e6).toFixed(0)} MB, ${one.nodes} elements`,
        );
        seen.push(one);
        ratios.push(one.seconds / empty.seconds);
      }
      const most = (/** @type {'held' | 'nodes' | 'busy'} */ what) => Math.max(...seen.map((one) => one[what]));
      rows.push({
        panel,
        ...summary(seen.map(({ seconds }) => seconds)),
        ratio: summary(ratios).median,
        busy: most('busy'),
        held: most('held'),
        nodes: most('nodes'),
      });
    }
    return { counts: COUNTS, former, rows };
  } finally {
    await served.close();
    for (const folder of [profile, other]) rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {import('@playwright/test').Page} page @param {typeof import('./records.ts')} made @param {boolean} former */
async function fill(page, { COUNTS, imageRecord, galleryRecord, adapterRecord, checkpointRecord }, former) {
  const all = (/** @type {number} */ count, /** @type {(index: number) => { id: string }} */ make) =>
    Array.from({ length: count }, (_, index) => make(index));
  await fillRecords(page, {
    database: 'weft-dataset',
    records: all(COUNTS.images, (index) => imageRecord(index, SIDES.photograph)),
    picture: 'bytes',
    side: SIDES.photograph,
    as: former ? 'buffer' : 'blob',
  });
  await fillRecords(page, {
    database: 'weft-gallery',
    records: all(COUNTS.pictures, galleryRecord),
    picture: 'png',
    side: SIDES.drawn,
  });
  await fillRecords(page, {
    database: 'weft-adapters',
    records: all(COUNTS.adapters, adapterRecord),
    picture: 'thumbnail',
    side: SIDES.thumbnail,
    as: 'buffer',
  });
  const checkpoints = Array.from({ length: COUNTS.checkpoints }, (_, index) => checkpointRecord(index));
  await fillRecords(page, { database: 'weft-kept-checkpoints', records: checkpoints });
  const { adapter } = adapterRecord(0);
  const folder = (/** @type {string} */ of) => `adapters/${of}`;
  await fillFiles(
    page,
    [
      ...Array.from({ length: COUNTS.adapters }, (_, index) => `${folder(adapterRecord(index).id)}/theta.f32`),
      ...checkpoints.map(({ run, step }) => `${folder(run)}/step-${String(step).padStart(6, '0')}.f32`),
    ],
    adapter.bytes,
  );
  return page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
}

/**
 * Opens a panel in a browser that has just begun.
 * @param {string} origin
 * @param {{ profile: string, panel: string, whole?: { list: string, count: number } }} looking `whole` is the list that it waits for;
 *   without one, for anything that the panel shows
 */
async function look(origin, { profile, panel, whole }) {
  const { page, browser, close } = await openBrowser({ profile });
  try {
    await page.addInitScript((awaited) => {
      // Asked at every frame: the list is whole, and its first picture can be seen.
      const isShown = () => {
        if (!awaited) return document.querySelector('section[aria-label$=": results"] *') !== null;
        const found = document.querySelector(`ul[aria-label="${awaited.list}"]`);
        const image = found?.querySelector('img');
        return found?.children.length === awaited.count && image?.complete && image.naturalWidth > 0;
      };
      const ask = () => {
        if (isShown()) Object.assign(globalThis, { weftShown: performance.now() / 1000 });
        else requestAnimationFrame(ask);
      };
      requestAnimationFrame(ask);
    }, whole ?? null);
    const session = await page.context().newCDPSession(page);
    await page.goto(`${origin}/?device=wasm#/${panel}`);
    const shown = await page.waitForFunction(() => Reflect.get(globalThis, 'weftShown'), null, { timeout: 120_000 });
    const busy = await pageThreadSeconds(browser);
    const seconds = Number(await shown.jsonValue());
    await page.waitForTimeout(REST);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize = 0 } = /** @type {{ usedSize: number, backingStorageSize?: number }} */ (
      await session.send('Runtime.getHeapUsage')
    );
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    return { seconds, busy, held: usedSize + backingStorageSize, nodes };
  } finally {
    await close();
  }
}

/** @param {Awaited<ReturnType<typeof measureLargeSets>>} measured */
export function largeSetsText({ counts, rows }) {
  const { images, adapters, checkpoints, pictures } = counts;
  const body = rows.map(({ panel, median, min, max, ratio, busy, held, nodes }) => [
    panel,
    ...[median, min, max, ratio, busy].map((value) => value.toFixed(2)),
    (held / 1e6).toFixed(0),
    nodes,
  ]);
  const head = [
    'panel',
    's until it shows what it has',
    'min',
    'max',
    'times an empty studio',
    'of the processor, at most',
    'MB of heap and buffers',
    'elements',
  ];
  return `${images} photographs, ${adapters} adapters, ${checkpoints} checkpoints and ${pictures} drawn pictures kept:\n\n${markdownTable(head, body)}`;
}
