/** Pictures from their settings into the gallery, and out of it again. What this works with is handed in. */
import type { CreateSettings, Picture } from '../../contract/drawing.ts';
import type { DrawProgress, DrawRequest, DrawResult } from '../../contract/studioWorker.ts';
import { pngBlob } from '../../kit/images/storedPng.ts';
import { t } from '../../kit/language/t.ts';
import type { HeardChanges } from '../../kit/records/RecordStore.ts';
import { PICTURE_INTERVAL, paced } from '../../kit/timing/paced.ts';
import { errorInfoOf, isCancelled } from '../../kit/worker/outcome.ts';
import type { Job, JobControls } from '../../session/studioFlow.ts';
import { sized } from '../drawing/fields/drawing.ts';
import { drawnBy } from '../drawing/settings/drawnBy.ts';
import type { NamedAdapter } from '../drawing/settings/settingsText.ts';
import type { AdapterChoice } from '../library/adapterChoice.ts';
import type { GalleryRecord } from './galleryRecords.ts';
import type { GalleryEvent } from './galleryReducer.ts';
import type { GalleryState } from './galleryState.ts';
import type { OverOrder } from './over/overState.ts';

/** The records that outlive the page. A refusal of storage is told to the person there. */
export interface GalleryRepository {
  /** Reads what is kept, and from then on hears what other tabs do to it. */
  follow: (
    read: (records: readonly GalleryRecord[]) => void,
    heard: (changes: HeardChanges<GalleryRecord>) => void,
  ) => Promise<void>;
  /** Writes all of them or none. */
  write: (records: readonly GalleryRecord[]) => Promise<unknown>;
  remove: (ids: readonly string[]) => Promise<unknown>;
  mark: (id: string, favourite: boolean) => Promise<unknown>;
}

/** Pictures that were taken out. */
export interface RemovedPictures {
  count: number;
  /** Puts them back where they were, all of them or none. */
  undo: () => Promise<void>;
}

/** What the gallery needs of the rest of the studio. */
export interface GalleryTools {
  state: () => GalleryState;
  tell: (event: GalleryEvent) => void;
  startJob: (title: string, precious: boolean, work: (controls: JobControls) => Promise<void>) => Job<void>;
  /** The adapters to draw with, and their names for the picture's settings. @throws StudioError where a checkpoint is gone */
  chosenAdapters: (
    choices: readonly AdapterChoice[],
  ) => Promise<{ adapters: DrawRequest['adapters']; named: NamedAdapter[] }>;
  draw: (
    request: DrawRequest,
    onProgress: (progress: DrawProgress) => void,
    signal: AbortSignal,
  ) => Promise<DrawResult>;
  /** What pictures are drawn over that are asked for now; null for nothing. */
  over: () => OverOrder | null;
  /** The same at the size that is drawn. @throws StudioError where it can't be read any more */
  prepareOver: (over: OverOrder, size: number) => Promise<NonNullable<GalleryRecord['over']>>;
  /** A picture as PNG with its settings inside. The picture's buffer is handed over. */
  encode: (
    picture: Picture,
    settings: CreateSettings,
    provenance: Pick<GalleryRecord, 'model' | 'over'> & { adapters: NamedAdapter[] },
  ) => Promise<ArrayBuffer>;
  records: GalleryRepository;
  newId: () => string;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** What a picture is asked for with beside its settings. */
export interface PictureOrder {
  /** The id that it gets. */
  id: string;
  adapters: readonly AdapterChoice[];
  /** As a form has it. */
  size: string;
  /** What it is drawn over; null for nothing. */
  over: OverOrder | null;
}

/** Seeds that there are: after the last comes the first. */
const SEEDS = 2 ** 32;

export class GalleryFlow {
  readonly #tools: GalleryTools;

  constructor(tools: GalleryTools) {
    this.#tools = tools;
  }

  /**
   * Reads what was kept, and goes on hearing what other tabs do to it; pictures that were drawn meanwhile stay.
   */
  load(): Promise<void> {
    const put = (records: readonly GalleryRecord[]) => this.#put(records);
    return this.#tools.records.follow(put, ({ written, removed }) => {
      put(written);
      for (const { id, favourite = false } of written) this.#tools.tell({ type: 'marked', id, favourite });
      this.#takeOut(removed);
    });
  }

  /** Draws so many pictures with the seed of the settings and those that follow it. */
  async vary(settings: CreateSettings, count: number): Promise<void> {
    const seeds = Array.from({ length: count }, (_, place) => (settings.seed + place) % SEEDS);
    await Promise.all(seeds.map((seed) => this.generate({ ...settings, seed })));
  }

  /** Draws one picture with the form's adapters; several may be asked for, they are drawn one after the other. */
  generate(settings: CreateSettings): Promise<void> {
    const { state, newId, over } = this.#tools;
    const { adapters, size } = state().draft;
    return this.drawAs(settings, { id: newId(), adapters, size, over: over() });
  }

  /** Draws one picture under an id. */
  async drawAs(settings: CreateSettings, { id, adapters: choices, size, over }: PictureOrder): Promise<void> {
    const { tell, startJob, chosenAdapters } = this.#tools;
    const chosen = chosenAdapters(choices);
    const { result, cancel } = startJob(t('Drawing a picture'), false, async (controls) => {
      const { adapters, named } = await chosen;
      await this.#draw({ id, over }, sized(settings, size, controls.model), adapters, named, controls);
    });
    tell({ type: 'asked', picture: { id, prompt: settings.prompt, fraction: null, cancel } });
    try {
      await Promise.all([chosen, result]);
      tell({ type: 'ended', id, error: null });
    } catch (error) {
      tell({ type: 'ended', id, error: isCancelled(error) ? null : errorInfoOf(error) });
    }
  }

  /** Keeps a picture that was made of another one, and shows it first. */
  async add(picture: GalleryRecord): Promise<void> {
    this.#put([picture]);
    await this.#tools.records.write([picture]);
  }

  /** Deletes pictures, to be put back as long as nobody has forgotten them. */
  async remove(ids: readonly string[]): Promise<RemovedPictures> {
    const { records } = this.#tools;
    const removed = this.#takeOut(ids);
    let undone = false;
    if (removed.length > 0) await records.remove(removed.map(({ id }) => id));
    return {
      count: removed.length,
      undo: async () => {
        if (undone) return;
        undone = true;
        this.#tools.tell({ type: 'loaded', pictures: removed });
        await records.write(removed);
      },
    };
  }

  /** Marks a picture, or takes the mark away. */
  async mark(id: string, favourite: boolean): Promise<void> {
    this.#tools.tell({ type: 'marked', id, favourite });
    await this.#tools.records.mark(id, favourite);
  }

  /** Shows those that are not there yet. */
  #put(records: readonly GalleryRecord[]): void {
    const { state, tell } = this.#tools;
    const here = new Set(state().pictures.map(({ id }) => id));
    tell({ type: 'loaded', pictures: records.filter(({ id }) => !here.has(id)) });
  }

  /** Takes pictures from the page; gives those that were there. */
  #takeOut(ids: readonly string[]): GalleryRecord[] {
    const { state, tell } = this.#tools;
    const wanted = new Set(ids);
    const pictures = state().pictures.filter(({ id }) => wanted.has(id));
    tell({ type: 'removed', ids: pictures.map(({ id }) => id) });
    return pictures;
  }

  async #draw(
    { id, over: order }: Pick<PictureOrder, 'id' | 'over'>,
    settings: CreateSettings,
    adapters: DrawRequest['adapters'],
    named: NamedAdapter[],
    { model, report, signal }: JobControls,
  ): Promise<void> {
    const { tell, draw, encode, prepareOver, records, now } = this.#tools;
    const over = order ? { over: await prepareOver(order, settings.size) } : {};
    const shown = paced<DrawProgress>(PICTURE_INTERVAL, ({ step, steps, secondsLeft }) => {
      report(step / steps, secondsLeft);
      tell({ type: 'progressed', id, fraction: step / steps });
    });
    const { picture, seconds } = await draw({ settings, adapters, ...over }, shown.offer, signal).finally(shown.flush);
    const provenance = { ...drawnBy(model), adapters: named, ...over };
    const png = pngBlob(await encode(picture, settings, provenance));
    const record: GalleryRecord = { id, createdAt: now(), settings, seconds, png, ...provenance };
    tell({ type: 'drawn', picture: record });
    await records.write([record]);
  }
}
