/** The gallery's reducer: what each event changes, what is impossible, and what holds whatever happens. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorInfo } from '../../../src/contract/errors.ts';
import type { GalleryRecord } from '../../../src/features/create/galleryRecords.ts';
import { type GalleryEvent, reduceGallery } from '../../../src/features/create/galleryReducer.ts';
import { GALLERY_AT_FIRST, type GalleryState, type PendingPicture } from '../../../src/features/create/galleryState.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { frozen } from '../jobInNode.ts';

const error: ErrorInfo = { code: 'internal', message: 'It broke.', advice: 'Mend it.' };
const picture = (id: string, createdAt = 0): GalleryRecord => ({
  id,
  createdAt,
  settings: CREATE_DEFAULTS,
  model: 'weft-starter',
  adapters: [],
  seconds: 1,
  png: new Blob(['x']),
});
const pending = (id: string, fraction: number | null = null): PendingPicture => ({
  id,
  prompt: 'a textile',
  fraction,
  cancel: () => undefined,
});
const gallery = (change: Partial<GalleryState> = {}): GalleryState => frozen({ ...GALLERY_AT_FIRST, ...change });
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

describe('reduceGallery', () => {
  it('changes what was edited, and nothing else', () => {
    const before = gallery({ pictures: [picture('a')], error });
    const after = reduceGallery(before, { type: 'edited', change: { prompt: 'indigo' } });
    expect(after).toEqual({ ...before, draft: { ...before.draft, prompt: 'indigo' } });
  });

  it('puts a picture that is asked for behind those that wait, and takes the last failure back', () => {
    const after = reduceGallery(gallery({ pending: [pending('a')], error }), { type: 'asked', picture: pending('b') });
    expect(ids(after.pending)).toEqual(['a', 'b']);
    expect(after.error).toBeNull();
  });

  it('follows the picture that is drawn', () => {
    const before = gallery({ pending: [pending('a'), pending('b')] });
    const after = reduceGallery(before, { type: 'progressed', id: 'a', fraction: 0.5 });
    expect(after.pending.map(({ fraction }) => fraction)).toEqual([0.5, null]);
    expect(after.pending[1]).toBe(before.pending[1]);
  });

  it('shows a drawn picture first', () => {
    const after = reduceGallery(gallery({ pictures: [picture('a', 5)] }), { type: 'drawn', picture: picture('b', 9) });
    expect(ids(after.pictures)).toEqual(['b', 'a']);
  });

  it('lets a picture that has its end go out of line; a failure is told, an end without one tells nothing', () => {
    const before = gallery({ pending: [pending('a'), pending('b')] });
    const failed = reduceGallery(before, { type: 'ended', id: 'a', error });
    expect(failed).toMatchObject({ error, pending: [{ id: 'b' }] });
    expect(reduceGallery(failed, { type: 'ended', id: 'b', error: null })).toMatchObject({ error, pending: [] });
    const told = reduceGallery(failed, { type: 'error-dismissed' });
    expect(told).toEqual({ ...failed, error: null });
  });

  it('sorts what was kept in among what came meanwhile, newest first', () => {
    const before = gallery({ pictures: [picture('new', 7)] });
    const after = reduceGallery(before, { type: 'loaded', pictures: [picture('old', 1), picture('newer', 9)] });
    expect(ids(after.pictures)).toEqual(['newer', 'new', 'old']);
  });

  it('takes a picture out', () => {
    const after = reduceGallery(gallery({ pictures: [picture('a'), picture('b')] }), { type: 'removed', ids: ['a'] });
    expect(ids(after.pictures)).toEqual(['b']);
  });

  it.each<GalleryEvent>([
    { type: 'asked', picture: pending('waits') },
    { type: 'progressed', id: 'gone', fraction: 0.5 },
    { type: 'drawn', picture: picture('here') },
    { type: 'ended', id: 'gone', error },
    { type: 'removed', ids: ['gone'] },
    { type: 'marked', id: 'gone', favourite: true },
    { type: 'marked', id: 'here', favourite: false },
    { type: 'loaded', pictures: [] },
    { type: 'loaded', pictures: [picture('here')] },
    { type: 'error-dismissed' },
  ])('leaves all as it is on what cannot be: $type', (event) => {
    const before = gallery({ pictures: [picture('here')], pending: [pending('waits')] });
    expect(reduceGallery(before, event)).toBe(before);
  });

  it('marks a picture, and takes the mark away', () => {
    const before = gallery({ pictures: [picture('a'), picture('b')] });
    const marked = reduceGallery(before, { type: 'marked', id: 'b', favourite: true });
    expect(marked.pictures.map(({ favourite }) => favourite)).toEqual([undefined, true]);
    expect(marked.pictures[0]).toBe(before.pictures[0]);
    const after = reduceGallery(marked, { type: 'marked', id: 'b', favourite: false });
    expect(after.pictures[1]?.favourite).toBe(false);
  });

  it('holds each picture once, and loses none but those removed', () => {
    const id = fc.constantFrom(...Array.from({ length: 40 }, (_, index) => `p${index}`));
    const some = fc.record({ id, at: fc.nat(9) }).map((of) => picture(of.id, of.at));
    const events: fc.Arbitrary<GalleryEvent> = fc.oneof(
      fc.record({ type: fc.constant('loaded' as const), pictures: fc.uniqueArray(some, { selector: (of) => of.id }) }),
      fc.record({ type: fc.constant('asked' as const), picture: id.map((of) => pending(of)) }),
      fc.record({ type: fc.constant('progressed' as const), id, fraction: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ type: fc.constant('drawn' as const), picture: some }),
      fc.record({ type: fc.constant('ended' as const), id, error: fc.constantFrom(null, error) }),
      fc.record({ type: fc.constant('removed' as const), ids: fc.array(id, { maxLength: 3 }) }),
      fc.record({ type: fc.constant('marked' as const), id, favourite: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), (happened) => {
        let state = gallery();
        const expected = new Set<string>();
        for (const event of happened) {
          state = frozen(reduceGallery(state, event));
          if (event.type === 'loaded') for (const { id: loaded } of event.pictures) expected.add(loaded);
          if (event.type === 'drawn') expected.add(event.picture.id);
          if (event.type === 'removed') for (const gone of event.ids) expected.delete(gone);
          expect(ids(state.pictures).toSorted()).toEqual([...expected].toSorted());
          expect(new Set(ids(state.pending)).size).toBe(state.pending.length);
        }
      }),
    );
  });
});
