/** What a form in a dialog does when it is sent. */
import type { FormEvent } from 'react';

/** A dialog lies within its panel, whose own form must not hear of it. */
export function ownSubmit(work: () => void): (event: FormEvent) => void {
  return (event) => {
    event.preventDefault();
    event.stopPropagation();
    work();
  };
}
