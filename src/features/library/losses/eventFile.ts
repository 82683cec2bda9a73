/**
 * Curves as the event file that TensorBoard draws: records of TensorFlow (the length and its masked CRC-32C, an event, the
 * event's masked CRC-32C), each event a protocol buffer (tensorflow/core/util/event.proto).
 */
import { createCRC32 } from 'hash-wasm';
import { PbfWriter } from 'pbf';
import type { LossCurve } from './lossCurves.ts';

/** Castagnoli's polynomial, its bits in reverse. */
const CASTAGNOLI = 0x82f63b78;
const MASK = 0xa282ead8;

/** Numbers of the fields. */
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 } as const;
const SUMMARY = { value: 1 } as const;
const VALUE = { tag: 1, simpleValue: 2 } as const;

/** Without it TensorBoard takes a file for none of its own. */
export const eventFileName = (endedAt: number) => `events.out.tfevents.${Math.floor(endedAt / 1000)}.weft`;

/**
 * @param endedAt of the run, milliseconds since 1970
 * @param seconds that it took: its steps are taken to have lasted alike
 */
export async function eventFile(
  curves: readonly LossCurve[],
  { endedAt, seconds }: { endedAt: number; seconds: number },
): Promise<Blob> {
  const points = curves.flatMap(({ tag, points: own }) => own.map((point) => ({ tag, ...point })));
  points.sort((a, b) => a.step - b.step);
  const last = points.at(-1)?.step ?? 0;
  const timeOf = (step: number) => endedAt / 1000 - (last === 0 ? 0 : seconds * (1 - step / last));
  const masked = await maskedCrc();
  const events = [
    versionEvent(timeOf(0)),
    ...points.map(({ tag, step, value }) => scalarEvent(timeOf(step), step, tag, value)),
  ];
  return new Blob(events.flatMap((event) => record(event, masked)));
}

type Bytes = Uint8Array<ArrayBuffer>;

function versionEvent(wallTime: number): Bytes {
  const event = new PbfWriter();
  event.writeDoubleField(EVENT.wallTime, wallTime);
  event.writeStringField(EVENT.fileVersion, 'brain.Event:2');
  return event.finish().slice();
}

function scalarEvent(wallTime: number, step: number, tag: string, value: number): Bytes {
  const event = new PbfWriter();
  event.writeDoubleField(EVENT.wallTime, wallTime);
  event.writeVarintField(EVENT.step, step);
  event.writeMessage(
    EVENT.summary,
    (_, summary) =>
      summary.writeMessage(
        SUMMARY.value,
        (_value, scalar) => {
          scalar.writeStringField(VALUE.tag, tag);
          scalar.writeFloatField(VALUE.simpleValue, value);
        },
        null,
      ),
    null,
  );
  return event.finish().slice();
}

function record(event: Bytes, masked: (bytes: Bytes) => number): Bytes[] {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(event.length), true);
  return [length, word(masked(length)), event, word(masked(event))];
}

function word(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

async function maskedCrc(): Promise<(bytes: Bytes) => number> {
  const hasher = await createCRC32(CASTAGNOLI);
  return (bytes) => {
    const crc = Number.parseInt(hasher.init().update(bytes).digest('hex'), 16);
    return (((crc >>> 15) | (crc << 17)) + MASK) >>> 0;
  };
}
