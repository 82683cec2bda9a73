/** The score worker: judges pictures by models that it fetches from the hub when it is asked to, and never before. */

import '../src/contract/policy/withoutEval.ts';
import './shared/alive.ts';
import { env } from '@huggingface/transformers';
import * as Comlink from 'comlink';
import { outcomeOf } from '../src/contract/outcome.ts';
import { SCORE_MODELS, type ScoreWorker } from '../src/contract/scoreWorker.ts';
import { picturePixels } from './images/picturePixels.ts';
import { fetchModels } from './scores/embed.ts';
import { embeddingCount, scorePictures } from './scores/scorePictures.ts';
import { watchedFetch } from './scores/watchedFetch.ts';

const scoreWorker: ScoreWorker = {
  fetchModels: (runtimeUrl, onProgress) =>
    outcomeOf(async () => {
      keepTo(runtimeUrl);
      const loaded = new Map<string, number>();
      await fetchModels((file, bytes) => {
        loaded.set(file, bytes);
        onProgress([...loaded.values()].reduce((sum, each) => sum + each, 0));
      });
      return null;
    }),

  score: ({ drawn, real, runtimeUrl }, onProgress) =>
    outcomeOf(async () => {
      keepTo(runtimeUrl);
      const photographs = [];
      for (const bytes of real) photographs.push(await picturePixels(bytes));
      const total = embeddingCount({ drawn, real });
      let done = 0;
      return scorePictures({ drawn, real: photographs }, () => onProgress({ done: ++done, total }));
    }),
};

/** Only models come from elsewhere: the runtime is the studio's own, and none of it is looked for on another site. */
function keepTo(runtimeUrl: string): void {
  env.allowLocalModels = false;
  env.cacheKey = SCORE_MODELS.cache;
  env.useWasmCache = false;
  env.fetch = watchedFetch;
  const { wasm } = env.backends.onnx;
  if (wasm) wasm.wasmPaths = runtimeUrl;
}

Comlink.expose(scoreWorker);
