/** When the panels' forms are as they were kept: what reads them is fetched behind the first panel. */

/** Milliseconds that a panel waits for its form; storage that takes longer finds it shown as it is at first. */
const PATIENCE = 1000;

let read: Promise<void> | null = null;

/** Ends once the forms are as they were kept. */
export function followForms(): Promise<void> {
  // Without its script there is no panel that shows a form either.
  read ??= import('./followedForms.ts').then(
    ({ readForms }) => readForms(),
    () => undefined,
  );
  return read;
}

/** Ends when the forms can be shown, so that none is seen to change. */
export function formsAtHand(): Promise<void> {
  return Promise.race([followForms(), new Promise<void>((resolve) => setTimeout(resolve, PATIENCE))]);
}
