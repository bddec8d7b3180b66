import type { CSSProperties } from 'react';
import { toggle } from '../../state/view/toggle';
import { useApp } from '../app/useApp';
import { usePointing } from '../app/useStudio';
import { ChevronDown } from '../kit/icons';
import classes from './Box.module.css';
import { itemId, type Shown, spoken } from './nodes';

/** A closed part of the network: name, what it is, output shape, and its share of the measure as a quiet bar. */
export function Box({ shown }: { shown: Shown }) {
  const app = useApp();
  const { id, title, label, shape, fill, fraction, reading, openable, depth } = shown;
  const selected = usePointing((pointing) => pointing.selected === id);
  const lit = usePointing((pointing) => pointing.lit.has(id));
  return (
    // biome-ignore lint/a11y: the tree around it takes focus and keys, and names the item that is active.
    <div
      className={classes.box}
      id={itemId(id)}
      role="treeitem"
      aria-label={spoken(shown)}
      aria-level={depth + 1}
      aria-expanded={openable ? false : undefined}
      aria-selected={selected}
      data-lit={lit || undefined}
      data-filled={fill !== null || undefined}
      style={look(shown)}
      onClick={() => app.session.setState({ selected: id })}
      onDoubleClick={() => openable && toggle(app, id)}
    >
      <span className={classes.title}>{title}</span> {/* Spaces keep the words apart in a screen reader. */}
      <span className={classes.label}>{label}</span> <span className={classes.shape}>{shape}</span>{' '}
      {fraction !== null && (
        <span className={classes.share}>
          <span className={classes.track}>
            <span className={classes.bar} style={{ width: `${100 * fraction}%` }} />
          </span>
          {reading}
        </span>
      )}
      {openable && (
        <button
          type="button"
          tabIndex={-1}
          className={classes.open}
          aria-label={`Open ${title}`}
          onClick={(event) => {
            event.stopPropagation();
            app.session.setState({ selected: id });
            toggle(app, id);
          }}
        >
          <ChevronDown />
        </button>
      )}
    </div>
  );
}

function look({ colour, stripe, fill, ink }: Shown): CSSProperties {
  const variables: Record<string, string> =
    fill === null ? { '--bar': colour, '--stripe': stripe } : { '--fill': fill, '--ink': ink };
  return variables;
}
