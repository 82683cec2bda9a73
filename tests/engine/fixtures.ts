/** The tiny model and the numbers that diffusers, transformers, PEFT and PyTorch computed with it. */
import { readFileSync } from 'node:fs';
import { NetWeights } from '../../workers/engine/runtime/netWeights.ts';
import { parseSafetensors, toFloat32, type WeightTensor } from '../../workers/engine/weights/safetensors.ts';

const FOLDER = new URL('../fixtures/tiny/', import.meta.url);

/** A file of the fixtures folder. */
export function readFixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(path, FOLDER)));
}

/** A JSON file of the fixtures folder. */
export function readFixtureJson(path: string): unknown {
  return JSON.parse(new TextDecoder().decode(readFixture(path)));
}

const expected = parseSafetensors(readFixture('expected.safetensors'));

function expectedTensor(name: string): WeightTensor {
  const tensor = expected.tensors.get(name);
  if (!tensor) throw new Error(`the fixtures have no ${name}`);
  return tensor;
}

/** A float reference tensor. */
export function expectedNumbers(name: string): Float32Array {
  return toFloat32(expectedTensor(name));
}

/** A whole-number reference tensor (int32). */
export function expectedIntegers(name: string): Int32Array {
  return new Int32Array(expectedTensor(name).bytes.slice().buffer);
}

/** Weights of one net of the tiny model. */
export function fixtureWeights(path: string): NetWeights {
  return new NetWeights(parseSafetensors(readFixture(path)), path);
}
