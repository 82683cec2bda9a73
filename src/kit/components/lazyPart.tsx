/** A part of the page that only some need: loaded when it is first shown, and held in its place where that fails. */
import { type ComponentType, lazy, Suspense } from 'react';
import type { Message } from '../../contract/message.ts';
import { t } from '../language/t.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';

/**
 * The part as a component of the same props.
 * @param what it is, as the beginning of a sentence
 */
export function lazyPart<P extends object>(what: Message, load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const Part = lazy(async () => ({ default: await load() })) as ComponentType<P>;
  return function LazyPart(props: P) {
    return (
      <ErrorBoundary what={t(what)}>
        <Suspense>
          <Part {...props} />
        </Suspense>
      </ErrorBoundary>
    );
  };
}
