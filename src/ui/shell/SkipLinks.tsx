import { showFace } from '../../state/view/face';
import { type Panel, sessionStore, showPanel, showSheet } from '../../state/view/session';
import { focusNetwork } from '../kit/networkFocus';
import classes from './SkipLinks.module.css';

/** The parts of the page a keyboard goes to at once, and how each takes the focus. */
const PLACES: readonly { readonly id: string; readonly name: string; readonly go: () => void }[] = [
  { id: 'form', name: 'Skip to the form', go: () => focusPanel('design') },
  {
    id: 'graph',
    name: 'Skip to the graph',
    go: () => {
      showFace('design');
      showSheet(null);
      requestAnimationFrame(focusNetwork);
    },
  },
  { id: 'panels', name: 'Skip to run and tables', go: () => focusPanel('dock') },
];

/** Links that only a keyboard meets, before everything else: to the form, the graph, the panels. */
export function SkipLinks() {
  return (
    <nav className={classes.links} aria-label="Skip">
      {PLACES.map(({ id, name, go }) => (
        <button key={id} type="button" onClick={go}>
          {name}
        </button>
      ))}
    </nav>
  );
}

/** Gives the focus to the first thing in a panel that takes it. */
function focusPanel(panel: Panel): void {
  showFace('design');
  if (!sessionStore.getState().panels[panel]) showPanel(panel, true);
  showSheet(panel);
  // The face and the panel come with the next frames.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const selector = `section[data-panel="${panel}"] :is(input, select, button, a, [tabindex="0"])`;
      document.querySelector<HTMLElement>(selector)?.focus();
    }),
  );
}
