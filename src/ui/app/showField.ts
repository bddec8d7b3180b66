import type { App } from '../../state/app';

/** Brings a field of the form onto the screen and gives it the focus, once the form is there. */
export function showField(app: App, field: string): void {
  app.session.setState({ face: 'design' });
  app.session.showPanel('design', true);
  app.session.setState({ sheet: 'design' });
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
