/** A form's steps: what is one step and what are two, undone by field, and what is no step at all. */

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { asIs } from '../../../src/contract/message.ts';
import { redoStep, undoStep, useHistory, withoutHistory } from '../../../src/kit/history/history.ts';
import { formRecorder } from '../../../src/session/forms/formHistory.ts';

interface Form {
  prompt: string;
  seed: string;
  followed: string;
}

let now: Form;
let noteStep: (before: Form, after: Form) => void;

function edit(change: Partial<Form>): void {
  const before = now;
  now = { ...now, ...change };
  noteStep(before, now);
}

const steps = () => useHistory.getState().done.map(({ what }) => what);

beforeEach(() => {
  vi.useFakeTimers();
  useHistory.setState({ done: [], undone: [] });
  now = { prompt: 'a kite', seed: '42', followed: 'model' };
  noteStep = formRecorder<Form>(
    {
      form: () => now,
      show: (form) => {
        const before = now;
        now = form;
        noteStep(before, now);
      },
      fieldsOf: (form) => ({ ...form }),
      restored: (fields, first) => ({ ...first, ...fields }) as Form,
    },
    {
      name: asIs('Create'),
      where: '#/create',
      labelOf: (field) => ({ prompt: 'Prompt', seed: 'Seed' })[field] ?? null,
    },
  );
});

describe('a form’s steps', () => {
  it('are undone and done again, each named', async () => {
    edit({ prompt: 'a chair' });
    edit({ seed: '7' });
    expect(steps()).toEqual(['Prompt in Create', 'Seed in Create']);
    await undoStep();
    await undoStep();
    expect(now).toEqual({ prompt: 'a kite', seed: '42', followed: 'model' });
    expect(steps()).toEqual([]);
    await redoStep();
    expect(now.prompt).toBe('a chair');
    await redoStep();
    expect(now.seed).toBe('7');
    await undoStep();
    expect(now).toMatchObject({ prompt: 'a chair', seed: '42' });
  });

  it('are one while a field is changed without a pause, and another after one', async () => {
    edit({ prompt: 'a' });
    vi.advanceTimersByTime(300);
    edit({ prompt: 'a c' });
    vi.advanceTimersByTime(300);
    edit({ prompt: 'a ch' });
    expect(steps()).toHaveLength(1);
    vi.advanceTimersByTime(5000);
    edit({ prompt: 'a chair' });
    expect(steps()).toHaveLength(2);
    await undoStep();
    expect(now.prompt).toBe('a ch');
    await undoStep();
    expect(now.prompt).toBe('a kite');
  });

  it('are none where a field came back to where it began', () => {
    edit({ prompt: 'a' });
    edit({ prompt: 'a kite' });
    expect(steps()).toEqual([]);
  });

  it('leave what changed meanwhile', async () => {
    edit({ prompt: 'a chair' });
    withoutHistory(() => edit({ seed: '1' }));
    await undoStep();
    expect(now).toEqual({ prompt: 'a kite', seed: '1', followed: 'model' });
  });

  it('are none where the studio changed the form, or a field that is not its person’s', () => {
    withoutHistory(() => edit({ prompt: 'a chair' }));
    edit({ followed: 'another' });
    expect(steps()).toEqual([]);
  });

  it('of several fields at once are one', async () => {
    edit({ prompt: 'a chair', seed: '7' });
    expect(steps()).toEqual(['2 fields in Create']);
    await undoStep();
    expect(now).toMatchObject({ prompt: 'a kite', seed: '42' });
  });
});
