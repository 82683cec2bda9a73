/** Losses as files that other programs draw: a table, and records of TensorFlow that are read back by their own rules. */
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { eventFile, eventFileName } from '../../../src/features/library/losses/eventFile.ts';
import { lossCurves, lossTable } from '../../../src/features/library/losses/lossCurves.ts';

const run = {
  losses: [
    { step: 1, instance: 0.5, prior: 0.25 },
    { step: 2, instance: 0.125, prior: null },
    { step: 3, instance: Number.NaN, prior: null },
  ],
  evaluations: [{ step: 2, trained: 0.75, heldOut: null }],
};

/** CRC-32C by its definition, a bit at a time. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
const masked = (bytes: Uint8Array) => {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
};

interface ReadEvent {
  time: number;
  step: number;
  version: string;
  tag: string;
  value: number;
}

function readEvent(bytes: Uint8Array): ReadEvent {
  const event: ReadEvent = { time: 0, step: 0, version: '', tag: '', value: 0 };
  new PbfReader(bytes).readFields((field, into, reader) => {
    if (field === 1) into.time = reader.readDouble();
    if (field === 2) into.step = reader.readVarint();
    if (field === 3) into.version = reader.readString();
    if (field !== 5) return;
    reader.readMessage((inner, _, summary) => {
      if (inner !== 1) return;
      summary.readMessage((part, __, scalar) => {
        if (part === 1) into.tag = scalar.readString();
        if (part === 2) into.value = scalar.readFloat();
      }, null);
    }, null);
  }, event);
  return event;
}

function recordsOf(file: Uint8Array): ReadEvent[] {
  const view = new DataView(file.buffer, file.byteOffset);
  const events: ReadEvent[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(view.getBigUint64(at, true));
    expect(view.getUint32(at + 8, true)).toBe(masked(file.subarray(at, at + 8)));
    const event = file.subarray(at + 12, at + 12 + length);
    expect(view.getUint32(at + 12 + length, true)).toBe(masked(event));
    events.push(readEvent(event));
    at += length + 16;
  }
  return events;
}

describe('losses as files', () => {
  it('are a table with a row for each step', () => {
    expect(lossTable(lossCurves(run))).toBe(
      'step,loss/instance,loss/prior,evaluation/trained\r\n1,0.5,0.25,\r\n2,0.125,,0.75\r\n3,NaN,,\r\n',
    );
    expect(lossCurves({ losses: [] })).toEqual([]);
  });

  it('are events whose checksums hold, in the order of their steps', async () => {
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
    const file = await eventFile(lossCurves(run), { endedAt: 1_763_000_000_000, seconds: 30 });
    const [version, ...events] = recordsOf(new Uint8Array(await file.arrayBuffer()));
    expect(version).toMatchObject({ version: 'brain.Event:2', step: 0, time: 1_762_999_970 });
    expect(events.map(({ tag, step, value, time }) => [tag, step, value, time])).toEqual([
      ['loss/instance', 1, 0.5, 1_762_999_980],
      ['loss/prior', 1, 0.25, 1_762_999_980],
      ['loss/instance', 2, 0.125, 1_762_999_990],
      ['evaluation/trained', 2, 0.75, 1_762_999_990],
      ['loss/instance', 3, Number.NaN, 1_763_000_000],
    ]);
    expect(eventFileName(1_763_000_000_999)).toBe('events.out.tfevents.1763000000.weft');
  });
});
