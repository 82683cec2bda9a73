/** Opens the fold that hides a control, and gives the control the focus. */
export function focusControl(control: HTMLElement): void {
  control.closest('details')?.setAttribute('open', '');
  control.scrollIntoView({ block: 'center' });
  control.focus();
}

/** Goes to the control whose label reads like this; nowhere where there is none. */
export function focusField(label: string): void {
  const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
  const control = found && document.getElementById(found.htmlFor);
  if (control) focusControl(control);
}
