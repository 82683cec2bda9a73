/** What of the gallery is looked at, and which pictures were chosen to do something with; both go with the page. */
import { create } from 'zustand';
import { ALL_PICTURES, type Browsing } from './browsing.ts';

interface BrowsingState {
  browsing: Browsing;
  /** Ids. */
  chosen: ReadonlySet<string>;
}

export const useBrowsing = create<BrowsingState>(() => ({ browsing: ALL_PICTURES, chosen: new Set() }));

export function browse(change: Partial<Browsing>): void {
  useBrowsing.setState(({ browsing }) => ({ browsing: { ...browsing, ...change } }));
}

export function choose(id: string, chosen: boolean): void {
  useBrowsing.setState((state) => {
    const others = new Set(state.chosen);
    if (chosen) others.add(id);
    else others.delete(id);
    return { chosen: others };
  });
}

export function chooseAll(ids: readonly string[]): void {
  useBrowsing.setState({ chosen: new Set(ids) });
}
