/**
 * When the first visit may reload by itself: a host that sends no headers gives wasm its threads only once the service worker
 * has answered for the page.
 */

export interface FirstVisit {
  /** Whether the page may use threads. */
  isolated: boolean;
  /** Whether a service worker answered for this page when it was opened: then another time changes nothing. */
  served: boolean;
  /** Whether this tab has reloaded for it before, or can't tell. */
  reloaded: boolean;
  /** Whether a person has pressed or typed anything yet. */
  touched: boolean;
  /** Whether something is being computed or read. */
  busy: boolean;
}

/** `reload` now; `offer` it where a person is at work; `nothing` where it would be in vain. */
export function forThreads({ isolated, served, reloaded, touched, busy }: FirstVisit): 'reload' | 'offer' | 'nothing' {
  if (isolated || served) return 'nothing';
  return reloaded || touched || busy ? 'offer' : 'reload';
}

const RELOADED = 'weft-reloaded-for-threads';

/** Whether this tab has reloaded before; from now on it has. Without storage it is taken to have. */
export function noteReload(): boolean {
  try {
    const reloaded = sessionStorage.getItem(RELOADED) !== null;
    sessionStorage.setItem(RELOADED, '1');
    return reloaded;
  } catch {
    return true;
  }
}
