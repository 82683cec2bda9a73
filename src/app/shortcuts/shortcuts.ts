/** The keyboard's shortcuts, each once: what listens to the keys and the sheet that lists them read this table. */
import type { Message } from '../../contract/message.ts';
import { msg } from '../../contract/message.ts';
import { editCompare, useCompare } from '../../features/compare/compareStore.ts';
import { editCreate } from '../../features/create/galleryStore.ts';
import { newSeed } from '../../features/drawing/fields/drawing.ts';
import { editMorph, useMorph } from '../../features/morph/morphStore.ts';
import { focusControl } from '../../kit/fields/focusField.ts';
import { useStudio } from '../../session/studioStore.ts';
import { ROUTES, type Route, readPanel } from '../address.ts';
import { ROUTE_NAMES } from '../Rail.tsx';
import { openSheet } from './sheetStore.ts';
import { hasOwnRedo, hasOwnUndo } from './typing.ts';
import { redo, undo } from './undoing.ts';

export const GROUPS: readonly Message[] = [msg('Work'), msg('Panels'), msg('Going back'), msg('Help')];

export interface Shortcut {
  /** As tinykeys reads them; several for keyboards that put a key elsewhere. `$mod` is ⌘ on a Mac and Ctrl elsewhere. */
  keys: readonly [string, ...string[]];
  /** What it does, in words. */
  what: Message;
  group: Message;
  act: () => void;
  /** Whether a text field keeps the keys to itself now; left out where those without $mod alone are kept. */
  leftToField?: (field: HTMLElement) => boolean;
}

/** Starts what the panel is for, as its main button does. */
function startPanel(): void {
  document.querySelector<HTMLFormElement>('main form')?.requestSubmit();
}

/** A new seed in the form of the panel that is open; nothing where it has none. */
function takeNewSeed(): void {
  const seed = String(newSeed());
  const { route } = readPanel(location.hash);
  if (route === 'create') editCreate({ seed });
  if (route === 'compare') editCompare({ drawing: { ...useCompare.getState().form.drawing, seed } });
  if (route === 'morph') editMorph({ drawing: { ...useMorph.getState().form.drawing, seed } });
}

/** Goes to the pictures' search, in Create. */
function searchPictures(): void {
  const focus = () => {
    const field = document.querySelector<HTMLElement>('main input[type="search"]');
    if (field) focusControl(field);
    return field !== null;
  };
  if (focus()) return;
  location.hash = '#/create';
  // The panel may have to be fetched first; without pictures there is nothing to be searched.
  const until = Date.now() + 2000;
  const look = () => {
    if (!focus() && Date.now() < until) requestAnimationFrame(look);
  };
  look();
}

const panel = (route: Route, place: number): Shortcut => ({
  keys: [`Digit${place + 1}`],
  what: ROUTE_NAMES[route],
  group: msg('Panels'),
  act: () => {
    location.hash = `#/${route}`;
  },
});

export const SHORTCUTS: readonly Shortcut[] = [
  {
    keys: ['$mod+Enter'],
    what: msg('Generate, draw, render or train: the panel’s main button'),
    group: msg('Work'),
    act: startPanel,
  },
  {
    keys: ['$mod+.'],
    what: msg('Cancel what is running'),
    group: msg('Work'),
    act: () => useStudio.getState().job?.cancel(),
  },
  { keys: ['s'], what: msg('New seed'), group: msg('Work'), act: takeNewSeed },
  { keys: ['/', 'Shift+/'], what: msg('Search the pictures'), group: msg('Work'), act: searchPictures },
  ...ROUTES.map(panel),
  { keys: ['$mod+z'], what: msg('Undo'), group: msg('Going back'), act: undo, leftToField: hasOwnUndo },
  {
    keys: ['$mod+Shift+z', '$mod+y'],
    what: msg('Redo'),
    group: msg('Going back'),
    act: redo,
    leftToField: hasOwnRedo,
  },
  { keys: ['Shift+?', '?'], what: msg('This list'), group: msg('Help'), act: openSheet },
];
