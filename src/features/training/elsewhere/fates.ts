/** What becomes of each of Weft's settings in another engine. Every setting has exactly one fate in every engine. */
import type { Settings } from '../../../contract/settings/setting.ts';

/** What becomes of a setting. */
export type Fate =
  /** The engine does the same. `as` is what the engine calls it, or where it stands. */
  | { kind: 'carried'; as: string }
  /** The engine has no such setting. */
  | {
      kind: 'lacking';
      /** Whether it says a part of it all the same. */
      inPart?: true;
      /** What happens instead, as a sentence. */
      instead: string;
      /** Whether this run comes out differently for it. */
      matters: boolean;
    }
  /** The engine would do something else under the same name: the run is not written for it. */
  | { kind: 'refused'; why: string };

/** The fates of all settings of a method. A setting that is added there is missing here until someone says its fate. */
export type Fates<S extends Settings, R> = { readonly [K in keyof S]: (run: R) => Fate };

export const carried = (as: string) => (): Fate => ({ kind: 'carried', as });

/** @param matters whether a run comes out differently for it; left out, every run does */
export const lacking =
  <R>(instead: string, matters: (run: R) => boolean = () => true) =>
  (run: R): Fate => ({ kind: 'lacking', instead, matters: matters(run) });

/** Carried, but for runs of which `why` says why not. */
export const carriedUnless =
  <R>(as: string, why: (run: R) => string | null) =>
  (run: R): Fate => {
    const refusal = why(run);
    return refusal === null ? { kind: 'carried', as } : { kind: 'refused', why: refusal };
  };

/** Where the bundle's pictures say it. */
export const PICTURES = 'the folders of pictures';
