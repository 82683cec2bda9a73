/**
 * Runs that were trained elsewhere come home: what each left stands here as if it had been learnt here. Nothing is there twice,
 * nothing of the studio's own is overwritten, and what is damaged is named and left. What this works with is handed in.
 */
import type { LearntItem, StoredLora } from '../../../contract/adapters.ts';
import type { Picture } from '../../../contract/drawing.ts';
import { studioError } from '../../../contract/errors.ts';
import type { UnpackedZip } from '../../../contract/imageWorker.ts';
import type { RunNumbers, TakenNumbers } from '../../../contract/runs/runNumbers.ts';
import { t } from '../../../kit/language/t.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import type { KeptItem } from '../../library/libraryFlow.ts';
import type { KeptAdapter, KeptEmbedding, LibraryItem } from '../../library/libraryState.ts';
import type { LibraryRecord } from '../../library/records/libraryFields.ts';
import {
  type CheckpointRecord,
  type RunRecord,
  type SampleRecord,
  sampleId,
} from '../../library/records/runRecords.ts';
import { type FoundRun, findRuns } from './findRuns.ts';
import type { Arrival, HomeEvent } from './homeState.ts';
import type { LeftPart } from './readReport.ts';
import {
  checkpointOf,
  fieldsOf,
  missing,
  numbersToTake,
  type Present,
  recordOf,
  withDigests,
  xlPartsLeft,
} from './runParts.ts';

/** What came of a run, for the panel that shows how it went. */
export interface ShownRun {
  run: FoundRun;
  samples: readonly SampleRecord[];
  item: LibraryItem | null;
  kept: boolean;
  /** Where it can be gone on with. */
  step: number | null;
}

/** What runs that come home need of the rest of the studio. */
export interface HomeTools {
  tell: (event: HomeEvent) => void;
  /** @throws StudioError */
  unpack: (zip: Blob) => Promise<UnpackedZip>;
  takeNumbers: (numbers: RunNumbers) => Promise<TakenNumbers>;
  /** @throws StudioError */
  pixels: (picture: Blob) => Promise<Picture>;
  thumbnailOf: (picture: Blob) => Promise<ArrayBuffer | null>;
  /** What there is of a run, in the library, in storage and on the page. */
  present: (id: string) => Promise<Present>;
  library: {
    keepLora: (fields: LibraryRecord, learnt: StoredLora & { fewSteps: boolean }) => Promise<KeptItem<KeptAdapter>>;
    keepWord: (word: KeptEmbedding) => Promise<KeptItem<KeptEmbedding>>;
    item: (id: string) => LibraryItem | null;
    /** Draws a new item's picture where that is soon done. */
    draw: (item: LibraryItem) => void;
  };
  /** Notes that what a run had learnt by a step is kept. @throws StorageError */
  keepCheckpoint: (run: string, step: number) => Promise<void>;
  /** @throws StorageError */
  writeSample: (record: SampleRecord) => Promise<void>;
  runs: {
    /** Does the work while no tab trains. @throws StudioError `busy` */
    alone: <T>(work: () => Promise<T>) => Promise<T>;
    /** Keeps and offers a run that can be gone on with. @throws StorageError */
    offer: (record: RunRecord, checkpoint: CheckpointRecord) => Promise<void>;
    /** Deletes all that a run goes on from: it has ended elsewhere. */
    forget: (record: RunRecord) => Promise<void>;
  };
  /** Reads the adapter or word of a file, and stores an adapter's numbers under the id. @throws StudioError */
  readAdapter: (id: string, file: File) => Promise<LearntItem>;
  /** Takes adapters' files by themselves, where the report about them can't be read. */
  importFiles: (files: readonly File[]) => void;
  /** Shows in Train how the last run went. */
  show: (shown: ShownRun) => void;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Sample pictures that a run brings at most. */
const MOST_SAMPLES = 2000;

export class HomeFlow {
  readonly #tools: HomeTools;
  /** Ends with the last files that were brought. */
  #last: Promise<void> = Promise.resolve();

  constructor(tools: HomeTools) {
    this.#tools = tools;
  }

  /** Takes every run in the files, one after the other. */
  bring(files: readonly File[]): Promise<void> {
    this.#last = this.#last.then(() => this.#bring(files));
    return this.#last;
  }

  async #bring(files: readonly File[]): Promise<void> {
    const { tell, importFiles } = this.#tools;
    tell({ type: 'begun' });
    try {
      const { runs, notTaken } = await findRuns(files, this.#tools.unpack);
      for (const { name, error, files: inside } of notTaken) {
        tell({ type: 'not-taken', name, error });
        const adapter = adapterIn(inside);
        if (adapter) importFiles([adapter]);
      }
      for (const run of runs) {
        try {
          tell({ type: 'arrived', arrival: await this.#take(run) });
        } catch (error) {
          tell({ type: 'not-taken', name: run.report.settings.adapterName, error: errorInfoOf(error) });
        }
      }
    } finally {
      tell({ type: 'ended' });
    }
  }

  async #take(run: FoundRun): Promise<Arrival> {
    const { report } = run;
    const present = await this.#tools.present(report.id);
    // An unfinished run is changed only while nobody trains: it might be the one.
    if (present.unfinished || report.status !== 'finished') {
      return this.#tools.runs.alone(() => this.#takeAlone(run, present));
    }
    return this.#takeAlone(run, present);
  }

  async #takeAlone(run: FoundRun, present: Present): Promise<Arrival> {
    const { report } = run;
    const left: LeftPart[] = [...run.left];
    if (report.error) left.push({ part: t('The run itself'), error: { code: 'diverged', ...report.error } });
    requireSame(run, present);
    const asked = numbersToTake(run, present, left);
    const taken = await this.#tools.takeNumbers({ ...asked, states: await withDigests(run, asked.states) });
    left.push(...taken.left);
    const { samples, first } = await this.#samples(run, left);
    const learnt = await this.#learnt(run, taken, first, present, left);
    const offered = learnt || present.inLibrary ? null : await this.#unfinished(run, present, taken, left);
    const item = learnt?.record ?? (present.inLibrary ? this.#tools.library.item(report.id) : null);
    const hasPlace = item !== null || offered !== null || present.unfinished !== null;
    let checkpoints = 0;
    for (const step of hasPlace ? taken.steps : []) {
      // The adapter itself stands for its last step.
      if (item && step === report.stepsDone) continue;
      await this.#tools.keepCheckpoint(report.id, step);
      checkpoints += 1;
    }
    if (hasPlace) for (const sample of samples) await this.#tools.writeSample(sample);
    if (learnt?.kept && present.unfinished) await this.#tools.runs.forget(present.unfinished.record);
    if (item || offered !== null) {
      this.#tools.show({ run, samples, item, kept: learnt?.kept ?? true, step: offered });
    }
    return {
      id: report.id,
      name: item?.name ?? report.settings.adapterName,
      outcome: item ? (item.method === 'lora' ? 'adapter' : 'word') : offered === null ? 'nothing' : 'unfinished',
      knownBefore: present.inLibrary || (!learnt && offered === null && present.unfinished !== null),
      step: offered ?? report.stepsDone ?? report.stepsTaken,
      steps: report.settings.steps,
      losses: report.losses.length,
      checkpoints,
      samples: hasPlace ? samples.length : 0,
      sweep: run.sweep?.id ?? null,
      left,
    };
  }

  /** What the run left, in the library; null where it left nothing that is whole, or is there already. */
  async #learnt(
    run: FoundRun,
    taken: TakenNumbers,
    picture: Blob | null,
    { inLibrary }: Present,
    left: LeftPart[],
  ): Promise<KeptItem | null> {
    const { report } = run;
    const { library, thumbnailOf, now } = this.#tools;
    if (inLibrary || report.status !== 'finished' || xlPartsLeft(report)) return null;
    const learnt = learntOf(report, taken) ?? (await this.#learntInFile(run, left));
    if (!learnt) return null;
    const thumbnail = picture && (await thumbnailOf(picture));
    const fields = fieldsOf(run, thumbnail, now());
    const kept: KeptItem =
      learnt.method === 'lora'
        ? await library.keepLora(fields, { ...learnt, fewSteps: false })
        : await library.keepWord({ ...fields, ...learnt });
    if (!thumbnail) library.draw(kept.record);
    return kept;
  }

  /** The same out of its adapter's file, where the numbers by themselves are missing or damaged. */
  async #learntInFile({ report, files }: FoundRun, left: LeftPart[]): Promise<LearntItem | null> {
    const file = adapterIn(files);
    if (!file) return null;
    try {
      return await this.#tools.readAdapter(report.id, file);
    } catch (error) {
      left.push({ part: t('The adapter {name}', { name: file.name }), error: errorInfoOf(error) });
      return null;
    }
  }

  /** Offers to go on with the run; gives the step, or null where there is no state that is further on than what is here. */
  async #unfinished(
    { report }: FoundRun,
    present: Present,
    { state }: TakenNumbers,
    left: LeftPart[],
  ): Promise<number | null> {
    if (!state) return null;
    const record = recordOf(report, present.unfinished?.record ?? null, this.#tools.now());
    if (!record) {
      left.push(missing(t('The list of images'), t('pictures of run.json')));
      return null;
    }
    await this.#tools.runs.offer(record, checkpointOf(report, state.step, state.unkept?.state ?? null));
    if (state.unkept)
      left.push({ part: t('The state of step {step}', { step: state.step }), error: state.unkept.error });
    return state.step;
  }

  /** The sample pictures that can be read, and the file of the last of what is learnt. */
  async #samples(run: FoundRun, left: LeftPart[]): Promise<{ samples: SampleRecord[]; first: Blob | null }> {
    const { report, files } = run;
    const read = new Map<string, SampleRecord>();
    let first: Blob | null = null;
    for (const { file, ...sample } of report.samples.slice(0, MOST_SAMPLES)) {
      const id = sampleId(report.id, sample);
      // One prompt's; the studio has no place for others.
      if (read.has(id)) continue;
      const png = files.get(file);
      if (!png) {
        left.push(missing(t('A sample picture'), file));
        continue;
      }
      try {
        read.set(id, { id, run: report.id, ...sample, picture: await this.#tools.pixels(png) });
        if (sample.of === 'learnt' && sample.step > 0) first = png;
      } catch (error) {
        left.push({ part: t('The sample picture {file}', { file }), error: errorInfoOf(error) });
      }
    }
    return { samples: [...read.values()], first };
  }
}

/** @throws StudioError where the library has something else under the run's id */
function requireSame({ report }: FoundRun, { bytes }: Present): void {
  if (bytes === null || report.settings.method !== 'lora' || !report.modules) return;
  const { rank } = report.settings;
  const own = report.modules.reduce(
    (sum, { inFeatures, outFeatures, kernel = 1 }) => sum + 4 * rank * (inFeatures * kernel * kernel + outFeatures),
    0,
  );
  if (own === bytes) return;
  throw studioError(
    'adapter-mismatch',
    t('The library has another adapter under the id of this run, with other layers.'),
    t('What is in its folder adapter/ can be imported by itself.'),
  );
}

/** What was learnt out of its numbers; null where these are missing, or no whole rows. */
function learntOf({ settings, model }: FoundRun['report'], { adapter, rows }: TakenNumbers): LearntItem | null {
  if (adapter) return { method: 'lora', ...adapter, fewSteps: false };
  if (settings.method !== 'textual-inversion' || !rows || rows.length % settings.vectors !== 0) return null;
  const width = rows.length / settings.vectors;
  return {
    method: 'embedding',
    embedding: { baseModel: model.name, token: settings.placeholder, width, vectors: rows },
  };
}

/** An adapter or a word in the folder of a run, in the layout that tells the most of itself. */
function adapterIn(files: ReadonlyMap<string, Blob>): File | null {
  const path = [...files.keys()].find((each) => /(?:^|\/)adapter\/diffusers\/[^/]+\.safetensors$/.test(each));
  const file = path === undefined ? undefined : files.get(path);
  return path !== undefined && file ? new File([file], path.slice(path.lastIndexOf('/') + 1)) : null;
}
