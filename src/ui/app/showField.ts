import { showFace } from '../../state/view/face';
import { showPanel, showSheet } from '../../state/view/session';

/** Brings a field of the form onto the screen and gives it the focus, once the form is there. */
export function showField(field: string): void {
  showFace('design');
  showPanel('design', true);
  showSheet('design');
  const row = () => document.querySelector<HTMLElement>(`[data-field="${field}"]`);
  const show = () => {
    row()?.scrollIntoView({ block: 'center' });
    // The button that explains the field stands before its control.
    const control = row()?.querySelector<HTMLElement>('input, select') ?? row()?.querySelector('button');
    control?.focus();
  };
  // The form comes with its face; a folded section has no fields until it is opened.
  requestAnimationFrame(() => {
    if (row()) return show();
    for (const section of document.querySelectorAll('details:not([open])')) section.setAttribute('open', '');
    setTimeout(show);
  });
}
