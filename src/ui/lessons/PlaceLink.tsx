import type { AppPlace } from '../../lessons/glossary';
import { TINY_START } from '../../scaling/tinyStart';
import { showField } from '../app/showField';
import { useApp } from '../app/useApp';
import { useArchitecture } from '../app/useStudio';
import { LinkButton } from '../kit/LinkButton';

/** Goes to where a term shows in the app. */
export function PlaceLink({ place }: { place: AppPlace }) {
  const app = useApp();
  const architecture = useArchitecture();
  const go = () => {
    app.pointing.light([]);
    app.session.setState({ face: place.kind === 'explore' ? 'explore' : 'design' });
    switch (place.kind) {
      case 'part': {
        const paths = place.paths(architecture);
        app.pointing.seek(paths);
        const [first] = paths;
        if (first !== undefined) app.session.goTo(architecture, first);
        return;
      }
      case 'field':
        showField(app, place.field);
        return;
      case 'measure':
        app.session.setState({ measure: place.measure });
        return;
      case 'tab':
        app.session.openDockTab(place.tab);
        return;
      case 'explore':
        if (place.walk === 'tiny') app.explore.beginWalk({ design: TINY_START });
        app.explore.setState({ activity: place.activity, ...(place.height && { height: place.height }) });
    }
  };
  return <LinkButton onClick={go}>{place.label}</LinkButton>;
}
