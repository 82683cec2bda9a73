/** Text encoder, U-Net and autoencoder of each model against transformers and diffusers. */
import { loadCheckpoint } from '@weft/engine';
import {
  type Checkpoint,
  concatenate,
  declareUNetInputs,
  decoder,
  encoder,
  Graph,
  NetBuilder,
  type NetWeights,
  numbersOf,
  Program,
  type Tensors,
  textEncoder,
  unet,
  type Value,
  withoutLastLayers,
} from '@weft/engine/internal';
import type { Lane, ParityCase } from '../lane.ts';
import { laneSource } from '../laneSource.ts';
import { type ReferenceTensor, ReferenceTensors } from '../referenceTensors.ts';
import { relativeError } from '../relativeError.ts';
import type { ParityRow } from '../rows.ts';

/** A model and what the reference computed with it. */
export interface NetSubject {
  /** Its name in the table. */
  name: string;
  /** The diffusers folder, from the repository's root. */
  model: string;
  /** The reference numbers, from the repository's root. */
  expected: string;
  /** Where another than the lane's own is held. */
  bound?: number;
}

const fixture = (name: string, folder: string): NetSubject => ({
  name,
  model: `tests/fixtures/${folder}`,
  expected: `tests/fixtures/${folder}/expected.safetensors`,
});

export const netSubjects: readonly NetSubject[] = [
  { name: 'starter', model: 'public/models/starter', expected: 'tests/fixtures/starter/expected.safetensors' },
  fixture('reduced SD 1.5', 'reduced-sd15'),
  fixture('reduced SD 2.x', 'reduced-sd2'),
  fixture('tiny', 'tiny'),
];

/** What every comparison below needs. */
interface Subject {
  lane: Lane;
  checkpoint: Checkpoint;
  reference: ReferenceTensors;
}

/** Layers of the text encoder that are left out where the reference has an earlier layer's states (diffusers' `clip_skip`). */
const LAYERS_SKIPPED = [0, 1, 2];

/** The nets of one model: a row each. */
export function compareNets({ name, model, expected, bound }: NetSubject): ParityCase {
  return async (lane) => {
    const checkpoint = await loadCheckpoint(laneSource(lane, model, name));
    const subject = { lane, checkpoint, reference: new ReferenceTensors(await lane.read(expected)) };
    const row = (net: string, measured: number): ParityRow => ({
      what: `${net}, ${name}`,
      lane: lane.name,
      measured,
      bound: bound ?? (lane.name === 'cpu' ? 1e-5 : 1e-4),
      unit: '‖a−b‖/‖b‖',
    });
    const rows: ParityRow[] = [];
    for (const skipped of LAYERS_SKIPPED) {
      const states = skipped === 0 ? 'text.last_hidden_state' : `text.clip_skip.${skipped}`;
      if (!subject.reference.has(states)) continue;
      const measured = await textEncoderError(subject, skipped, states);
      rows.push(row(skipped === 0 ? 'text encoder' : 'text encoder with layers left out', measured));
    }
    rows.push(
      row('U-Net', await unetError(subject)),
      row('autoencoder encode', await encoderError(subject)),
      row('autoencoder decode', await decoderError(subject)),
    );
    return rows;
  };
}

async function textEncoderError(
  { lane, checkpoint, reference }: Subject,
  skipped: number,
  expected: string,
): Promise<number> {
  const { config: whole, weights } = checkpoint.textEncoder;
  const config = withoutLastLayers(whole, skipped);
  const ids = reference.get('text.ids');
  const [batch, length] = ids.shape as [number, number];
  const prefix = weights.has('text_model.final_layer_norm.weight') ? 'text_model.' : '';
  const feed = new lane.runtime.ort.Tensor('int64', BigInt64Array.from(ids.data, BigInt), ids.shape);
  const states = await evaluate(lane, weights, { ids: feed }, (net) =>
    textEncoder(net, config, net.graph.input('ids', [batch, length], 'int64'), prefix),
  );
  return relativeError(states, reference.get(expected).data);
}

async function unetError({ lane, checkpoint, reference }: Subject): Promise<number> {
  const { config, weights } = checkpoint.unet;
  const sample = reference.get('unet.sample');
  const states = reference.get(firstNamed(reference, 'unet.encoder_hidden_states', 'text.last_hidden_state'));
  const [batch, , height, width] = sample.shape as [number, number, number, number];
  const sizes = { batch, height, width, textLength: states.shape[1] as number };
  const feeds = {
    sample: tensor(lane, sample),
    timesteps: tensor(lane, { ...reference.get('unet.timesteps'), shape: [batch, 1] }),
    encoderHiddenStates: tensor(lane, states),
  };
  const prediction = await evaluate(lane, weights, feeds, (net) =>
    unet(net, config, declareUNetInputs(net.graph, config, sizes)),
  );
  return relativeError(prediction, reference.get('unet.output').data);
}

async function encoderError({ lane, checkpoint, reference }: Subject): Promise<number> {
  const { config, weights } = checkpoint.vae;
  const pixels = reference.get(firstNamed(reference, 'vae.image', 'vae.decoded'));
  const moments = await evaluate(lane, weights, { pixels: tensor(lane, pixels) }, (net) =>
    encoder(net, config, net.graph.input('pixels', pixels.shape)),
  );
  const [mean, logVariance] = [reference.get('vae.mean'), reference.get('vae.logvar')];
  const samples = mean.shape[0] as number;
  const size = mean.data.length / samples;
  // The engine keeps both moments of a sample together, as the last convolution puts them out.
  const both = Array.from({ length: samples }, (_, i) =>
    [mean, logVariance].map(({ data }) => data.subarray(i * size, (i + 1) * size)),
  );
  return relativeError(moments, concatenate(both.flat()));
}

async function decoderError({ lane, checkpoint, reference }: Subject): Promise<number> {
  const { config, weights } = checkpoint.vae;
  const latents = reference.get('vae.latents');
  const pixels = await evaluate(lane, weights, { latents: tensor(lane, latents) }, (net) =>
    decoder(net, config, net.graph.input('latents', latents.shape)),
  );
  return relativeError(pixels, reference.get('vae.decoded').data);
}

/** A net's own input, or else the output of the net before it, which then is its input. */
function firstNamed(reference: ReferenceTensors, own: string, before: string): string {
  return reference.has(own) ? own : before;
}

function tensor(lane: Lane, { data, shape }: ReferenceTensor) {
  return new lane.runtime.ort.Tensor('float32', data, shape);
}

/** Runs one net once. */
async function evaluate(
  lane: Lane,
  weights: NetWeights,
  feeds: Tensors,
  build: (net: NetBuilder) => Value,
): Promise<Float32Array> {
  const graph = new Graph();
  graph.output('result', build(new NetBuilder(graph)));
  const program = await Program.compile(lane.runtime, graph, weights);
  const result = numbersOf(await program.run(feeds), 'result').slice();
  await program.release();
  weights.release();
  return result;
}
