/** What a person is told of the device that computes. */
import type { DeviceNote } from '@weft/engine';
import { msg, sourceOf } from '../../src/contract/message.ts';

const SENTENCES: Readonly<Record<DeviceNote, string>> = {
  'no-webgpu': sourceOf(msg('No WebGPU here: Weft runs on the processor.')),
  'emulated-webgpu': sourceOf(msg('WebGPU here is only emulated: Weft runs on the processor, which is faster.')),
  'slow-adapter': sourceOf(msg('This WebGPU adapter is emulated on the processor: expect it to be very slow.')),
  'no-threads': sourceOf(msg('This page may not use threads, so it works, but more slowly.')),
};

/** The notes as sentences, one after the other; empty without any. */
export function describeNotes(notes: readonly DeviceNote[]): string {
  return notes.map((note) => SENTENCES[note]).join(' ');
}
