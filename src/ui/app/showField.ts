import type { App } from '../../state/app';

/** Brings a field of the form onto the screen and gives it the focus, once the form is there. */
export function showField(app: App, field: string): void {
  reveal(app, 'design', `[data-field="${field}"]`);
}

/** Brings the memory that training takes onto the screen, at its place in the inspector, with the focus on the batch. */
export function showTrainingMemory(app: App): void {
  reveal(app, 'inspector', '[aria-label="Memory to train"]');
}

/** Frames after which sections are unfolded because a place is in none that is open, and after which there is none. */
const [UNFOLDED_AT, GIVEN_UP_AT] = [10, 60];

function reveal(app: App, panel: 'design' | 'inspector', selector: string): void {
  app.session.setState({ face: 'design' });
  app.session.showPanel(panel, true);
  app.session.setState({ sheet: panel });
  const row = () => document.querySelector<HTMLElement>(selector);
  const show = () => {
    row()?.scrollIntoView({ block: 'center' });
    // The button that explains the field stands before its control.
    const control = row()?.querySelector<HTMLElement>('input, select') ?? row()?.querySelector('button');
    control?.focus();
  };
  // The panel comes with its face, a sheet a few frames later; a folded section has no fields until it is opened.
  const look = (frame: number): void => {
    if (frame === UNFOLDED_AT)
      for (const section of document.querySelectorAll('details:not([open])')) section.setAttribute('open', '');
    if (row()) show();
    else if (frame < GIVEN_UP_AT) requestAnimationFrame(() => look(frame + 1));
  };
  requestAnimationFrame(() => look(0));
}
