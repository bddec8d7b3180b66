import type { Place } from '../../lessons/glossary';
import { explore } from '../../state/explore';
import { showFace } from '../../state/face';
import { goTo } from '../../state/goTo';
import { light, seek } from '../../state/pointing';
import { openDockTab, setMeasure, showPanel, showSheet } from '../../state/session';
import { useArchitecture } from '../kit/useStudio';
import classes from './PlaceLink.module.css';

/** Goes to where a term shows in the app. */
export function PlaceLink({ place }: { place: Place }) {
  const architecture = useArchitecture();
  const go = () => {
    light([]);
    showFace(place.kind === 'explore' ? 'explore' : 'design');
    switch (place.kind) {
      case 'part': {
        const paths = place.paths(architecture);
        seek(paths);
        const [first] = paths;
        if (first !== undefined) goTo(architecture, first);
        return;
      }
      case 'field':
        showPanel('design', true);
        showSheet('design');
        showField(place.field);
        return;
      case 'measure':
        setMeasure(place.measure);
        return;
      case 'tab':
        openDockTab(place.tab);
        return;
      case 'explore':
        explore({ activity: place.activity });
    }
  };
  return (
    <button type="button" className={classes.link} onClick={go}>
      {place.label}
    </button>
  );
}

/** Brings a field of the form onto the screen and gives it the focus, once the form is there. */
function showField(field: string): void {
  const row = () => document.querySelector<HTMLElement>(`[data-field="${field}"]`);
  const show = () => {
    row()?.scrollIntoView({ block: 'center' });
    row()?.querySelector<HTMLElement>('input, select')?.focus();
  };
  // The form comes with its face; a folded section has no fields until it is opened.
  requestAnimationFrame(() => {
    if (row()) return show();
    for (const section of document.querySelectorAll('details:not([open])')) section.setAttribute('open', '');
    setTimeout(show);
  });
}
