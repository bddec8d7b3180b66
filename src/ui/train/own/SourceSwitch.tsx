import type { Classes } from '../../../state/classes/classes';
import { useApp } from '../../app/useApp';
import { useClasses } from '../../app/useStudio';
import classes from './SourceSwitch.module.css';

const SOURCES: readonly { readonly source: Classes['source']; readonly name: string }[] = [
  { source: 'motion', name: 'Motion' },
  { source: 'own', name: 'Your own classes' },
];

/** Chooses where the clips come from: made ones, or one's own. */
export function SourceSwitch() {
  const app = useApp();
  const chosen = useClasses((state) => state.source);
  return (
    <fieldset className={classes.switch} aria-label="Clips">
      {SOURCES.map(({ source, name }) => (
        <button
          key={source}
          type="button"
          className={classes.source}
          aria-pressed={source === chosen}
          onClick={() => app.classes.setState({ source })}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
