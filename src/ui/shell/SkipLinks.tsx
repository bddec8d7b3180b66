import type { App } from '../../state/app';
import type { Panel } from '../../state/view/session';
import { useApp } from '../app/useApp';
import { focusNetwork } from '../kit/focusTargets';
import classes from './SkipLinks.module.css';

/** The parts of the page a keyboard goes to at once, and how each takes the focus. */
const PLACES: readonly { readonly id: string; readonly name: string; readonly go: (app: App) => void }[] = [
  { id: 'form', name: 'Skip to the form', go: (app) => focusPanel(app, 'design') },
  {
    id: 'graph',
    name: 'Skip to the graph',
    go: ({ session }) => {
      session.setState({ face: 'design', sheet: null });
      requestAnimationFrame(focusNetwork);
    },
  },
  { id: 'panels', name: 'Skip to run and tables', go: (app) => focusPanel(app, 'dock') },
];

/** Links that only a keyboard meets, before everything else: to the form, the graph, the panels. */
export function SkipLinks() {
  const app = useApp();
  return (
    <nav className={classes.links} aria-label="Skip">
      {PLACES.map(({ id, name, go }) => (
        <button key={id} type="button" onClick={() => go(app)}>
          {name}
        </button>
      ))}
    </nav>
  );
}

/** Gives the focus to the first thing in a panel that takes it. */
function focusPanel(app: App, panel: Panel): void {
  app.session.setState({ face: 'design', sheet: panel });
  app.session.showPanel(panel, true);
  // The face and the panel come with the next frames.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const selector = `section[data-panel="${panel}"] :is(input, select, button, a, [tabindex="0"])`;
      document.querySelector<HTMLElement>(selector)?.focus();
    }),
  );
}
