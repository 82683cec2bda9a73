/** The models that were added: what is stored, what is on its way, and what went wrong with it. */
import { create } from 'zustand';
import type { ErrorInfo, Outcome } from '../../contract/errors.ts';
import type { Prediction, StoredModel } from '../../contract/models.ts';
import type {
  AddedModel,
  HubRequest,
  KeptModels,
  LocalFile,
  ModelOffer,
  TransferProgress,
  UnknownHub,
} from '../../contract/modelsWorker.ts';
import { outcomeOf } from '../../contract/outcome.ts';
import { t } from '../../kit/language/t.ts';
import { hearTabs, tellTabs } from '../../kit/records/recordChannel.ts';
import { newRecordId } from '../../kit/records/recordId.ts';
import { errorInfoOf, isCancelled } from '../../kit/worker/outcome.ts';
import { askToKeep } from '../../session/lastingStorage.ts';
import { STARTER } from '../../session/modelChoice.ts';
import { switchModel, useStudio } from '../../session/studioStore.ts';
import { confirmedHubs } from './confirmedHubs.ts';
import {
  checkModel,
  downloadModel,
  importModel,
  keptModels,
  lookUpModel,
  removeModel,
  setModelPrediction,
} from './modelsClient.ts';

/** What is being done with a model; one thing at a time. */
export interface ModelTask {
  kind: 'download' | 'copy' | 'check';
  /** The model's, where it is known beforehand. */
  id: string | null;
  name: string;
  progress: TransferProgress | null;
  /** Ends it; of a download what came by then stays. */
  cancel: () => void;
}

/** What a person should know of a model, told in its place. */
export interface ModelRemark {
  id: string;
  /** The model's name. */
  name: string;
  tone: 'danger' | 'warning';
  error: Pick<ErrorInfo, 'message' | 'advice'>;
}

interface ModelsState {
  /** Null until it has been read. */
  kept: KeptModels | null;
  task: ModelTask | null;
  remarks: readonly ModelRemark[];
  /** The id of the model of which it is asked what it predicts, or null. */
  asked: string | null;
  /** Of the hub; in memory only, for as long as the page is open. */
  token: string;
}

export const useModels = create<ModelsState>(() => ({ kept: null, task: null, remarks: [], asked: null, token: '' }));

/** What tabs call it when one of them has changed what is stored. */
const MODELS = 'weft-models';

/** Reads what is stored, and reads it again whenever another tab has changed it. */
export function loadModels(): Promise<void> {
  hearTabs(MODELS, () => void readModels());
  return readModels();
}

async function readModels(): Promise<void> {
  try {
    useModels.setState({ kept: await keptModels() });
  } catch {
    // Browsers without a file system of their own for this page have no models; adding one says so.
    useModels.setState({
      kept: { models: [], unfinished: [], modelBytes: 0, usedBytes: null, freeBytes: null },
    });
  }
}

/** What a repository of the hub has for the studio, or why that is nothing; or the hub that is to be confirmed first. */
export function lookUp(
  { repository, token }: Pick<HubRequest, 'repository' | 'token'>,
  signal: AbortSignal,
): Promise<Outcome<ModelOffer | UnknownHub>> {
  useModels.setState({ token });
  const request = { repository, token, confirmedHubs: confirmedHubs() };
  return outcomeOf(() => lookUpModel(request, signal), errorInfoOf);
}

/** Downloads a model, or goes on with it where an earlier download ended. */
export function download(model: StoredModel): Promise<void> {
  const { token } = useModels.getState();
  return add({ kind: 'download', id: model.id, name: model.name }, (onProgress, signal) =>
    downloadModel({ model, token, confirmedHubs: confirmedHubs() }, onProgress, signal),
  );
}

/** Copies a model from a folder or a single file of the person's own. */
export function importLocal(files: LocalFile[]): Promise<void> {
  const telling = files.find(({ path }) => /^[^/]+\.safetensors$/i.test(path)) ?? files[0];
  const name = telling?.path.split('/')[0]?.replace(/\.safetensors$/i, '') || t('The model');
  return add({ kind: 'copy', id: null, name }, (onProgress, signal) => importModel(files, onProgress, signal));
}

/** Holds the files of a stored model against what they were when they came; tells whether all are whole. */
export async function check(model: StoredModel): Promise<boolean> {
  const { id, name, origin } = model;
  let whole = false;
  await during({ kind: 'check', id, name }, async (onProgress, signal) => {
    const damaged = await checkModel(id, onProgress, signal);
    whole = damaged.length === 0;
    if (whole) return;
    const advice =
      origin.kind === 'hub'
        ? t('Go on with the download: only what is damaged is fetched again.')
        : t('Remove the model and add it again from your disk.');
    remark(name, 'danger', t('Damaged: {files}.', { files: damaged.join(', ') }), advice);
  });
  return whole;
}

/** Removes a model with all its files, unfinished or not. */
export function remove({ id, name }: StoredModel): Promise<void> {
  return change(name, () => removeModel(id));
}

/** Asks what a model predicts; null asks no more. */
export function askPrediction(id: string | null): void {
  useModels.setState({ asked: id });
}

/**
 * Says what a stored model predicts; null leaves it to its files. One that is open here is closed for it and opened anew,
 * after the jobs that were asked for before: nothing of an open model changes.
 */
export async function predictAs({ id, name }: StoredModel, prediction: Prediction | null): Promise<void> {
  const { opening } = useStudio.getState();
  const open = opening.state === 'ready' && opening.model.ref.kind === 'stored' && opening.model.ref.id === id;
  if (open) await switchModel(STARTER);
  await change(name, () => setModelPrediction(id, prediction));
  if (open) await switchModel({ ref: { kind: 'stored', id }, name });
}

/** Does something small with a model; why it can't be is shown beside the models. */
async function change(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { message, advice } = errorInfoOf(error);
    remark(name, 'danger', message, advice);
  }
  await showChanged();
}

/** Shows what this tab has changed, in the others too. */
function showChanged(): Promise<void> {
  tellTabs(MODELS, []);
  return readModels();
}

/** Gives up what is being done; what came of a download is removed. */
export async function giveUp(): Promise<void> {
  const { task } = useModels.getState();
  task?.cancel();
  await settled;
  const begun = useModels.getState().kept?.unfinished.find(({ model }) => model.id === task?.id);
  if (begun && task?.kind === 'download') await remove(begun.model);
}

export function dismissRemark(id: string): void {
  useModels.setState(({ remarks }) => ({ remarks: remarks.filter((one) => one.id !== id) }));
}

/** Ends when the task that is being done has ended. */
let settled: Promise<void> = Promise.resolve();

type Work = (onProgress: (progress: TransferProgress) => void, signal: AbortSignal) => Promise<void>;

function add(
  about: Pick<ModelTask, 'kind' | 'id' | 'name'>,
  bring: (...parts: Parameters<Work>) => Promise<AddedModel>,
): Promise<void> {
  return during(about, async (onProgress, signal) => {
    // Gigabytes that a browser may clear away by itself are no good.
    await askToKeep();
    const { model, notes } = await bring(onProgress, signal);
    for (const note of notes) remark(model.name, 'warning', note, t('Nothing is to be done.'));
  });
}

/** Shows a task for as long as it lasts; what it throws is shown beside the models. */
function during(about: Pick<ModelTask, 'kind' | 'id' | 'name'>, work: Work): Promise<void> {
  const controller = new AbortController();
  const cancel = () => controller.abort();
  useModels.setState(({ remarks }) => ({
    task: { ...about, progress: null, cancel },
    remarks: remarks.filter(({ name }) => name !== about.name),
  }));
  const onProgress = (progress: TransferProgress) =>
    useModels.setState(({ task }) => ({ task: task?.cancel === cancel ? { ...task, progress } : task }));
  settled = work(onProgress, controller.signal)
    .catch((error) => {
      if (isCancelled(error)) return;
      const { message, advice } = errorInfoOf(error);
      remark(about.name, 'danger', message, advice);
    })
    .then(showChanged)
    .finally(() => useModels.setState({ task: null }));
  return settled;
}

function remark(name: string, tone: ModelRemark['tone'], message: string, advice: string): void {
  const one: ModelRemark = { id: newRecordId(), name, tone, error: { message, advice } };
  useModels.setState(({ remarks }) => ({ remarks: [...remarks, one] }));
}
