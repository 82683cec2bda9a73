/** Holds what fails to be shown to its own place: there it says what happened, and all else lives on. */
import { Component, type ReactNode } from 'react';
import { isFailedImport } from '../../contract/outcome.ts';
import { Button } from '../buttons/Button.tsx';
import { t } from '../language/t.ts';
import { ErrorNote } from './ErrorNote.tsx';

interface ErrorBoundaryProps {
  /** What it holds, as the beginning of a sentence: `This panel`. */
  what: string;
  /** What else can be done about it. */
  actions?: ReactNode;
  /** Puts the note into the frame that what failed would have brought along, such as a list's item. */
  frame?: (note: ReactNode) => ReactNode;
  children: ReactNode;
}

interface Failure {
  failed: { error: unknown } | null;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, Failure> {
  override state: Failure = { failed: null };

  static getDerivedStateFromError(error: unknown): Failure {
    return { failed: { error } };
  }

  override render(): ReactNode {
    const { failed } = this.state;
    const { what, actions, frame, children } = this.props;
    if (!failed) return children;
    const note = (
      <ErrorNote error={shownError(what, failed.error)}>
        {isFailedImport(failed.error) ? (
          // What failed to load stays failed for as long as the page is open.
          <Button onClick={() => location.reload()}>{t('Reload the page')}</Button>
        ) : (
          <Button onClick={() => this.setState({ failed: null })}>{t('Show it again')}</Button>
        )}
        {actions}
      </ErrorNote>
    );
    return frame ? frame(note) : note;
  }
}

function shownError(what: string, error: unknown) {
  const said = error instanceof Error ? error.message : String(error);
  return {
    message: t('{what} can’t be shown: {why}', { what, why: said.replace(/\.?$/, '.') }),
    advice: t('The rest of the studio goes on. What you kept is still here; reload the page if it stays so.'),
  };
}
