/**
 * The numbers of a run that was trained elsewhere into storage, without passing through the page. Every file is foreign: what
 * has another digest or length than it should, or holds no numbers, is named and left, and the others are taken.
 */
import { adapterBytes } from '../../src/contract/adapters.ts';
import { StudioError, studioError } from '../../src/contract/errors.ts';
import { type Message, msg, say } from '../../src/contract/message.ts';
import type { DigestedFile, RunNumbers, StateFiles, TakenNumbers } from '../../src/contract/runs/runNumbers.ts';
import type { TrainState } from '../../src/contract/runs/runs.ts';
import type { FileStore } from '../../src/files/FileStore.ts';
import { readState, writeRunState } from '../../src/files/runStates.ts';
import { StorageError } from '../../src/files/StorageError.ts';
import { sha256Of } from '../../src/files/sha256.ts';
import type { AdapterStore } from './adapters/AdapterStore.ts';
import { allFinite, isFiniteState } from './finiteNumbers.ts';

/** `state.json` holds the 624 words of a generator, and little else. */
const LARGEST_DESCRIPTION = 1 << 20;
/** Of PyTorch's generator, a Mersenne Twister. */
const WORDS = 624;
/** A word has some thousand numbers. */
const LARGEST_WORD = 1 << 26;

export async function takeRunNumbers(
  { adapters, files }: { adapters: AdapterStore; files: FileStore },
  { id, layers, rows, theta, steps, states, vectors }: RunNumbers,
): Promise<TakenNumbers> {
  const taken: TakenNumbers = { adapter: null, rows: null, steps: [], state: null, left: [] };
  const bytes = layers && adapterBytes(layers);
  const named = async (part: string, take: () => Promise<void>) => {
    try {
      await take();
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      taken.left.push({ part, error: error.info });
    }
  };
  for (const { step, learnt } of layers ? steps : []) {
    await named(`What was learnt by step ${step}`, async () => {
      const numbers = await numbersOf(learnt, bytes);
      const refused = await adapters.storeStep(id, step, numbers);
      if (refused) throw new StudioError(refused);
      taken.steps.push(step);
    });
  }
  for (const each of states) {
    if (taken.state) break;
    await named(`The state of step ${each.step}`, async () => {
      const state = await stateOf(each, vectors, bytes);
      let unkept: NonNullable<TakenNumbers['state']>['unkept'] = null;
      try {
        await writeRunState(files, id, state);
      } catch (cause) {
        unkept = { state, error: new StorageError(say('Could not keep unfinished training runs'), cause).info };
      }
      taken.state = { step: each.step, unkept };
    });
  }
  if (!theta) return taken;
  await named('What was learnt', async () => {
    const numbers = await numbersOf(theta, bytes);
    if (layers) taken.adapter = await adapters.store(id, { ...layers, theta: numbers });
    else if (numbers.length % rows === 0) taken.rows = numbers;
    else throw damaged(msg('holds no whole rows'));
  });
  return taken;
}

/** @param bytes how many it must have; null where any is right that a word can have */
async function numbersOf({ file, sha256 }: DigestedFile, bytes: number | null): Promise<Float32Array<ArrayBuffer>> {
  const fits = bytes === null ? file.size > 0 && file.size % 4 === 0 && file.size <= LARGEST_WORD : file.size === bytes;
  if (!fits) throw damaged(msg('has another length than its layers’ numbers'));
  if (sha256 !== null && (await sha256Of(file)) !== sha256) throw changed();
  const numbers = new Float32Array(await file.arrayBuffer());
  if (!allFinite(numbers)) throw damaged(msg('holds values that are no numbers (NaN or infinite)'));
  return numbers;
}

async function stateOf(
  { step, files }: StateFiles,
  needed: readonly string[],
  bytes: number | null,
): Promise<TrainState> {
  for (const { file, sha256 } of Object.values(files)) {
    if (sha256 !== null && (await sha256Of(file)) !== sha256) throw changed();
  }
  if ((files['state.json']?.file.size ?? 0) > LARGEST_DESCRIPTION) throw damaged(msg('is larger than any'));
  const state = await readState(async (name) => (Object.hasOwn(files, name) ? (files[name]?.file ?? null) : null));
  if (!state) throw damaged(msg('is not whole'));
  const { trainer, random } = state;
  const length = bytes === null ? trainer.vectors.theta?.length : bytes / 4;
  const isWhole =
    trainer.step === step &&
    length !== undefined &&
    needed.every((name) => trainer.vectors[name]?.length === length) &&
    (!state.best || state.best.theta.length === length) &&
    random.words.length === WORDS &&
    random.position <= WORDS;
  if (!isWhole) throw damaged(msg('is that of another run'));
  if (!isFiniteState(state)) throw damaged(msg('holds values that are no numbers (NaN or infinite)'));
  return state;
}

const damaged = (what: Message) => studioError('adapter-damaged', say('It {what}.', { what: { text: what } }), AGAIN);
const changed = () =>
  studioError('adapter-damaged', 'It is not what the run wrote: the file was changed or cut off on its way.', AGAIN);

const AGAIN = 'Copy the folder again from where it was trained, and bring it in once more.';
