/** What the worker says of text that is being typed. */
import { useEffect, useState } from 'react';
import { useStudio } from './studioStore.ts';

/** Milliseconds of rest in typing before a text is asked about. */
export const REST = 400;

/**
 * The worker's answer on a text, some moments after it was typed; null until then and while there is no model.
 * @param ask the same function at every rendering
 */
export function useTypedCheck<T>(text: string, ask: (text: string) => Promise<T>): T | null {
  const ready = useStudio(({ opening }) => opening.state === 'ready');
  const [checked, setChecked] = useState<{ text: string; answer: T } | null>(null);
  useEffect(
    () =>
      ready
        ? askAfterRest(
            () => ask(text),
            (answer) => setChecked({ text, answer }),
          )
        : undefined,
    [text, ready, ask],
  );
  return checked?.text === text ? checked.answer : null;
}

/** Asks after some moments; what is given back stops the question, or the answer that is on its way. */
export function askAfterRest<T>(ask: () => Promise<T>, onAnswer: (answer: T) => void): () => void {
  let current = true;
  const timer = setTimeout(() => {
    // A check is a courtesy: where it fails, the work itself will say why.
    ask().then(
      (answer) => current && onAnswer(answer),
      () => undefined,
    );
  }, REST);
  return () => {
    current = false;
    clearTimeout(timer);
  };
}
