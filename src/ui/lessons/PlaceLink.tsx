import type { Place } from '../../lessons/glossary';
import { explore } from '../../state/explore/explore';
import { showFace } from '../../state/view/face';
import { goTo } from '../../state/view/goTo';
import { light, seek } from '../../state/view/pointing';
import { openDockTab, setMeasure } from '../../state/view/session';
import { showField } from '../app/showField';
import { useArchitecture } from '../app/useStudio';
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
