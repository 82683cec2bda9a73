/** Runs that come home: what is taken, what is named and left, and that nothing is there twice. */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { INVERSION_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { arrivalText } from '../../../src/features/training/home/arrivalText.ts';
import { commonSweep, comparable } from '../../../src/features/training/home/homeState.ts';
import { readRunState } from '../../../src/files/runStates.ts';
import { homeInNode } from './homeInNode.ts';
import { dropped, floats, ID, outFiles, report, sha256, stateFiles } from './outFolder.ts';

const onlyArrival = ({ state }: ReturnType<typeof homeInNode>) => {
  const [arrival, ...others] = state().arrivals;
  expect(others).toEqual([]);
  if (!arrival) throw new Error(JSON.stringify(state().notTaken));
  return arrival;
};

describe('a run that has ended', () => {
  it('stands in the library as if it had been learnt here', async () => {
    const home = homeInNode();
    await home.flow.bring(dropped(outFiles()));
    const item = home.library.get(ID);
    expect(item).toMatchObject({
      name: 'Stripes',
      method: 'lora',
      file: null,
      createdAt: Date.parse('2026-11-29T14:05:00.000Z'),
      origin: { kind: 'trained', stepsDone: 4, stopped: false, seconds: 12.5, images: 1 },
      adapter: { baseModel: 'tiny', rank: 2, bytes: 40 },
    });
    expect(item?.origin.kind === 'trained' && item.origin.losses).toHaveLength(4);
    const { theta } = await home.places.adapters.read({ id: ID });
    expect([...theta]).toEqual(new Array(10).fill(1));
    expect([...(await home.places.adapters.read({ id: ID, step: 2 })).theta]).toEqual(new Array(10).fill(0.5));
    expect(home.kept.get(ID)).toEqual([2]);
    expect([...home.samples.keys()]).toEqual([`${ID} 000004 42`]);
    expect(home.shown).toHaveLength(1);
    expect(arrivalText(onlyArrival(home))).toBe(
      '“Stripes” is in the library, as learnt in 4 steps, with 4 losses, 1 checkpoint and 1 sample picture.',
    );
  });

  it('is there once, however often it is brought', async () => {
    const home = homeInNode();
    await home.flow.bring(dropped(outFiles()));
    const before = home.library.get(ID);
    await home.flow.bring(dropped(outFiles()));
    expect(home.library.size).toBe(1);
    expect(home.library.get(ID)).toBe(before);
    expect(home.kept.get(ID)).toEqual([2]);
    expect(arrivalText(onlyArrival(home))).toBe('“Stripes” was in the library already.');
  });

  it('comes as a zip, too', async () => {
    const home = homeInNode();
    const files = Object.fromEntries(Object.entries(outFiles()).map(([path, bytes]) => [`out/${path}`, bytes]));
    await home.flow.bring([new File([zipSync(files)], 'home.zip')]);
    expect(onlyArrival(home)).toMatchObject({ outcome: 'adapter', left: [] });
  });

  it('ends what was unfinished here', async () => {
    const home = homeInNode();
    await home.flow.bring(
      dropped(outFiles(report({ status: 'running', stepsDone: null, stopped: null, theta: null }))),
    );
    expect(home.runs.get(ID)?.checkpoint.step).toBe(2);
    await home.flow.bring(dropped(outFiles()));
    expect(home.runs.size).toBe(0);
    expect(home.library.size).toBe(1);
    const said = arrivalText(onlyArrival(home));
    expect(said).toMatch(/^“Stripes” is in the library, as learnt in 4 steps, with 4 losses/);
  });

  it('may have learnt on Stable Diffusion XL, which stays outside but for a LoRA', async () => {
    const model = { name: 'sdxl-base', fingerprint: 'd-e-f', family: 'Stable Diffusion XL' };
    const lora = homeInNode();
    await lora.flow.bring(dropped(outFiles(report({ model }))));
    expect(onlyArrival(lora)).toMatchObject({ outcome: 'adapter', left: [] });
    expect(lora.library.get(ID)).toMatchObject({ adapter: { baseModel: 'sdxl-base' } });

    const word = homeInNode();
    const settings = { ...INVERSION_DEFAULTS, adapterName: 'Striped', steps: 4, placeholder: '<striped>', vectors: 2 };
    await word.flow.bring(dropped(outFiles(report({ model, settings, modules: null, thetas: [] }))));
    expect(word.library.size).toBe(0);
    expect(onlyArrival(word)).toMatchObject({ outcome: 'nothing', left: [{ part: 'The word' }] });

    const half = homeInNode();
    const running = { model, status: 'running', stepsDone: null, stopped: null, theta: null };
    await half.flow.bring(dropped(outFiles(report(running))));
    expect(half.runs.size).toBe(0);
    expect(onlyArrival(half)).toMatchObject({ outcome: 'nothing', left: [{ part: 'The state' }] });
  });

  it('may have learnt a word', async () => {
    const home = homeInNode();
    const settings = { ...INVERSION_DEFAULTS, adapterName: 'Striped', steps: 4, placeholder: '<striped>', vectors: 2 };
    await home.flow.bring(dropped(outFiles(report({ settings, modules: null, thetas: [] }))));
    expect(onlyArrival(home)).toMatchObject({ outcome: 'word', left: [] });
    const word = home.library.get(ID);
    expect(word).toMatchObject({ name: 'Striped', method: 'embedding', embedding: { token: '<striped>', width: 5 } });
  });

  it('whose word has no whole rows leaves nothing', async () => {
    const home = homeInNode();
    const settings = { ...INVERSION_DEFAULTS, adapterName: 'Striped', steps: 4, vectors: 3 };
    await home.flow.bring(dropped(outFiles(report({ settings, modules: null, thetas: [] }))));
    expect(onlyArrival(home)).toMatchObject({ outcome: 'nothing', left: [{ part: 'What was learnt' }] });
    expect(home.library.size).toBe(0);
  });

  it('comes in by its adapter’s file where its numbers are damaged', async () => {
    const home = homeInNode();
    const adapter = { baseModel: 'tiny', rank: 2, loraAlpha: 2, modules: [], bytes: 40 };
    home.hooks.adapterInFile = { method: 'lora', adapter, fewSteps: false, unkept: null };
    const files = { ...outFiles(), 'adapter/theta.f32': floats(9), 'adapter/diffusers/a.safetensors': strToU8('x') };
    await home.flow.bring(dropped(files));
    expect(onlyArrival(home).left.map(({ part }) => part)).toEqual(['What was learnt']);
    expect(home.library.get(ID)).toMatchObject({ adapter: { bytes: 40 }, origin: { kind: 'trained' } });
  });
});

describe('a run that has not ended', () => {
  const running = (change = {}) =>
    report({ status: 'running', stepsDone: null, stopped: null, theta: null, ...change });

  it('can be gone on with from its newest whole state', async () => {
    const home = homeInNode();
    const told = running({
      checkpoints: [
        { step: 2, folder: 'checkpoints/000002' },
        { step: 3, folder: 'checkpoints/000003' },
      ],
    });
    const newest = { ...stateFiles(3), 'm.f32': floats(7) };
    const files = {
      ...outFiles(told),
      ...Object.fromEntries(Object.entries(newest).map(([name, bytes]) => [`checkpoints/000003/${name}`, bytes])),
    };
    await home.flow.bring(dropped(files));
    const arrival = onlyArrival(home);
    expect(arrival).toMatchObject({ outcome: 'unfinished', step: 2, steps: 4 });
    // Of the right length, and not what the runner wrote.
    expect(arrival.left.map(({ part }) => part)).toEqual(['The state of step 3']);
    const offered = home.runs.get(ID);
    expect(offered?.record).toMatchObject({
      paused: true,
      identity: { model: 'a-b-c', images: ['0123456789abcdef'], captions: ['a cloth'] },
    });
    expect(offered?.checkpoint.losses.map(({ step }) => step)).toEqual([1, 2]);
    expect((await readRunState(home.files, ID, 2)).trainer.vectors.theta?.[0]).toBe(2);
  });

  it('keeps this browser’s own state where that is further on', async () => {
    const home = homeInNode();
    await home.flow.bring(dropped(outFiles(running())));
    const mine = home.runs.get(ID);
    if (!mine) throw new Error('it should be offered');
    home.runs.set(ID, { ...mine, checkpoint: { ...mine.checkpoint, step: 3 } });
    await home.flow.bring(dropped(outFiles(running())));
    expect(home.runs.get(ID)?.checkpoint.step).toBe(3);
    expect(onlyArrival(home)).toMatchObject({ outcome: 'nothing', knownBefore: true });
  });

  it('waits while a run is under way here', async () => {
    const home = homeInNode();
    home.hooks.trains = true;
    await home.flow.bring(dropped(outFiles(running())));
    expect(home.state().notTaken.map(({ error }) => error.code)).toEqual(['busy']);
    expect(home.files.paths()).toEqual([]);
  });

  it('is no run to go on with where its state is that of another', async () => {
    const home = homeInNode();
    const other = Object.entries(stateFiles(2)).map(([name, bytes]) => [
      `checkpoints/000002/${name}`,
      name === 'state.json' ? strToU8(JSON.stringify({ step: 2, vectors: {}, random: {}, best: null })) : bytes,
    ]);
    const { 'checkpoints/000002/files.json': _, ...files } = { ...outFiles(running()), ...Object.fromEntries(other) };
    await home.flow.bring(dropped(files));
    expect(onlyArrival(home)).toMatchObject({ outcome: 'nothing' });
    expect(home.runs.size).toBe(0);
  });
});

describe('damaged parts', () => {
  it('are named and left, and the rest is taken', async () => {
    const home = homeInNode();
    const told = report({
      losses: 'none',
      samples: [
        { of: 'learnt', step: 4, seed: 42, file: 'samples/4.png' },
        { of: 'learnt', step: 4, seed: 1, file: 'samples/gone.png' },
        { of: 'learnt', step: 4, seed: 2, file: 'samples/bad.png' },
      ],
    });
    const files = { ...outFiles(told), 'samples/bad.png': strToU8('no'), 'steps/000002.f32': floats(0.5, 3) };
    await home.flow.bring(dropped(files));
    const arrival = onlyArrival(home);
    expect(arrival).toMatchObject({ outcome: 'adapter', checkpoints: 0, samples: 1, losses: 0 });
    expect(arrival.left.map(({ part }) => part).sort()).toEqual([
      'A sample picture',
      'The losses in run.json',
      'The sample picture samples/bad.png',
      'What was learnt by step 2',
    ]);
  });

  it.each([
    ['no JSON', '{', 'no readable JSON'],
    ['a later version', JSON.stringify(report({ version: 2 })), 'A later version'],
    ['an id that is a path', JSON.stringify(report({ id: '../x' })), 'id: must be letters'],
    [
      'a layer of no width',
      JSON.stringify(report({ modules: [{ name: 'q', inFeatures: 0, outFeatures: 1 }] })),
      'inFeatures',
    ],
    ['a LoRA without layers', JSON.stringify(report({ modules: null })), 'which layers learnt'],
  ])('a report with %s is refused, and its adapter comes by itself', async (_, text, why) => {
    const home = homeInNode();
    const files = { ...outFiles(), 'run.json': strToU8(text), 'adapter/diffusers/lora.safetensors': strToU8('x') };
    await home.flow.bring(dropped(files));
    expect(home.state().notTaken[0]?.error.message).toContain(why);
    expect(home.imported).toEqual(['lora.safetensors']);
    expect(home.files.paths()).toEqual([]);
  });

  it('of numbers that are none leave nothing in the library', async () => {
    const home = homeInNode();
    const theta = floats(Number.NaN);
    const told = report({ theta: { file: 'adapter/theta.f32', sha256: sha256(theta) }, thetas: [], samples: [] });
    await home.flow.bring(dropped({ ...outFiles(told), 'adapter/theta.f32': theta }));
    expect(onlyArrival(home).left[0]?.error.message).toContain('no numbers');
    expect(home.library.size).toBe(0);
  });

  it('do not let a run take the place of something else', async () => {
    const home = homeInNode();
    await home.flow.bring(dropped(outFiles()));
    const told = report({ modules: [{ name: 'q', inFeatures: 9, outFeatures: 9 }] });
    await home.flow.bring(dropped(outFiles(told)));
    expect(home.state().notTaken[0]?.error.code).toBe('adapter-mismatch');
  });
});

describe('several at once', () => {
  it('as of a sweep, can be compared', async () => {
    const home = homeInNode();
    const second = outFiles(report({ id: 'ff', status: 'finished' }));
    const bundle = { 'run.json': strToU8(JSON.stringify({ format: 'weft-run', version: 1 })) };
    await home.flow.bring([
      ...dropped(bundle, 'sweep/001'),
      ...dropped(outFiles(), 'sweep/001/out'),
      ...dropped(second, 'sweep/002/out'),
    ]);
    expect(comparable(home.state())).toEqual([ID, 'ff']);
    expect(home.state().notTaken).toEqual([]);
  });

  it('of a sweep bear its mark, by which they stand in one grid; a list that can’t be read leaves them without', async () => {
    const list = (runs: unknown) => ({
      'sweep.json': strToU8(JSON.stringify({ format: 'weft-sweep-out', version: 1, runs })),
    });
    const values = [
      { rank: 2, learningRate: 0.001 },
      { rank: 2, learningRate: 0.002 },
    ];
    const told = [ID, 'ff'].map((id, index) => ({ id, folder: `00${index + 1}/out`, values: values[index] }));
    const outs = [ID, 'ff'].map((id, index) =>
      outFiles(
        report({
          id,
          settings: { ...(report().settings as object), adapterName: `Stripes, rank 2, learning rate 0.00${index}` },
        }),
      ),
    );
    const brought = (runs: unknown) => [
      ...dropped(list(runs), 'sweep'),
      ...outs.flatMap((files, index) => dropped(files, `sweep/00${index + 1}/out`)),
    ];
    const home = homeInNode();
    await home.flow.bring(brought(told));
    const marks = [...home.library.values()].map(({ origin }) => origin.kind === 'trained' && origin.sweep);
    expect(marks).toMatchObject([
      {
        name: 'Stripes',
        values: [
          { setting: 'rank', value: 2 },
          { setting: 'learningRate', value: 0.001 },
        ],
      },
      {
        name: 'Stripes',
        values: [
          { setting: 'rank', value: 2 },
          { setting: 'learningRate', value: 0.002 },
        ],
      },
    ]);
    expect(commonSweep(home.state())).toBe(marks[0] ? marks[0].id : '');
    const other = homeInNode();
    await other.flow.bring(brought([{ id: ID, values: 'none' }]));
    expect([...other.library.values()].map(({ origin }) => origin.kind === 'trained' && origin.sweep)).toEqual([
      undefined,
      undefined,
    ]);
    expect(commonSweep(other.state())).toBeNull();
  });

  it.each([
    ['a bundle as it went', { 'run.json': strToU8('{"format":"weft-run"}') }, 'as it left the studio'],
    ['nothing of a run', { 'run.json': strToU8('{}') }, 'There is no run in it'],
  ])('%s is said to be that', async (_, files, why) => {
    const home = homeInNode();
    await home.flow.bring(dropped(files as Record<string, Uint8Array>));
    expect(home.state().notTaken[0]?.error.message).toContain(why);
  });
});
