/** What a person does with training runs: the flow, with the page's own worker, storage and library. */

import { removeEarlierStates } from '../../../files/runStates.ts';
import { storedFiles } from '../../../files/storedFiles.ts';
import { thumbnailOf } from '../../../kit/images/thumbnail.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { encodePng } from '../../../session/imageClient.ts';
import { notifyError } from '../../../session/noticesStore.ts';
import { pauseTraining, stopTraining, train } from '../../../session/studioClient.ts';
import { startJob } from '../../../session/studioStore.ts';
import { drawThumbnailIfQuick } from '../../library/adapterPicture.ts';
import { keepCheckpoint } from '../../library/checkpoints/checkpoints.ts';
import { forgetArtifacts } from '../../library/checkpoints/runArtifacts.ts';
import { checkpointRecords, runRecords, sampleRecords } from '../../library/records/runRecords.ts';
import { classSamplingOf } from '../classImages/classSampling.ts';
import { keepClassImage } from '../classImages/classSets.ts';
import { classImagesFor } from '../classImages/givenClassImages.ts';
import { fillTrainForm } from '../form/trainForm.ts';
import { datasetOfRun, imagesOfRun, queuedItem, sweepOfRun } from '../queue/queueHere.ts';
import { discardRun, forgetRun, offerRun, withdrawRun } from '../unfinished/unfinishedRuns.ts';
import { leftOf } from './earlierSession.ts';
import { keepLearnt } from './keepLearnt.ts';
import { asOnlyTrainer } from './oneTrainer.ts';
import { tellRuns } from './runListeners.ts';
import type { RunStorage } from './runRecorder.ts';
import { trainingFlow } from './trainingFlow.ts';
import { applyToTraining, useTraining } from './trainingStore.ts';

const storage: RunStorage = {
  writeRun: (record) => runRecords.write(record),
  writeCheckpoint: (record) => checkpointRecords.write(record),
  removeEarlierStates: (run, step) => removeEarlierStates(storedFiles, run, step),
  writeSample: (record) => sampleRecords.write(record),
  keepClassImage,
  keepLearnt: keepCheckpoint,
  offerRun,
  forgetRun,
  removeArtifacts: forgetArtifacts,
  refused: notifyError,
  now: Date.now,
};

const flow = trainingFlow({
  state: useTraining.getState,
  apply: applyToTraining,
  startJob,
  asOnlyTrainer,
  worker: { train, stop: stopTraining, pause: pauseTraining },
  fillForm: fillTrainForm,
  dataset: datasetOfRun,
  images: imagesOfRun,
  sweepOf: sweepOfRun,
  ...tellRuns,
  classSampling: classSamplingOf,
  classImages: async (settings, record, model, sampling, id) =>
    classImagesFor(settings, record ?? (await queuedItem(id)), model, sampling),
  storage,
  runs: { leftOf, withdraw: withdrawRun, discard: discardRun },
  library: { keep: keepLearnt, picture: drawThumbnailIfQuick },
  thumbnailOf,
  encodePng: (picture) => encodePng(picture, {}),
  newId: newRecordId,
  clock: () => performance.now(),
  now: Date.now,
});

export const {
  start: startTraining,
  goOn: goOnTraining,
  stop: stopKeeping,
  pause: pauseRun,
  discard: discardTraining,
  discardPaused,
} = flow;
