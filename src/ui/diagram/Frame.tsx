import type { CSSProperties } from 'react';
import { firstOfRun } from '../../diagram/diagram';
import { spread, toggle } from '../../state/view/toggle';
import { useApp } from '../app/useApp';
import { usePointing } from '../app/useStudio';
import { ChevronDown } from '../kit/icons';
import classes from './Frame.module.css';
import { foldName, itemId, type Shown, spoken, UNFOLD } from './nodes';

/** A heading that is lower than this, in pixels of the drawing, has no room for type that is read from afar. */
const SLIM = 20;

/** An open part of the network, around its parts. */
export function Frame({ shown }: { shown: Shown }) {
  const app = useApp();
  const { id, title, label, shape, stripe, reading, depth, header } = shown;
  const run = firstOfRun(id);
  const selected = usePointing((pointing) => pointing.selected === id);
  const lit = usePointing((pointing) => pointing.lit.has(id));
  return (
    // biome-ignore lint/a11y: the tree around it takes focus and keys, and names the item that is active.
    <div
      className={classes.frame}
      id={itemId(id)}
      role="treeitem"
      aria-label={spoken(shown)}
      aria-level={depth + 1}
      aria-expanded={true}
      aria-selected={selected}
      data-lit={lit || undefined}
      data-depth={depth % 2}
      data-slim={header < SLIM || undefined}
      style={{ '--stripe': stripe, '--header': `${header}px` } as CSSProperties}
    >
      {/* biome-ignore lint/a11y: keys are the tree's. */}
      <div
        className={classes.header}
        onClick={() => app.session.setState({ selected: id })}
        onDoubleClick={() => toggle(app, id)}
      >
        <button
          type="button"
          tabIndex={-1}
          className={classes.close}
          aria-label={`Close ${title}`}
          onClick={(event) => {
            event.stopPropagation();
            toggle(app, id);
          }}
        >
          <ChevronDown />
        </button>
        {/* Spaces keep the words apart in a screen reader. */}
        <span className={classes.title}>{title}</span>{' '}
        <span className={classes.words}>
          <span className={classes.label}>{label}</span>{' '}
          {shown.spread.map((run) => (
            <button
              key={run.first}
              type="button"
              tabIndex={-1}
              className={classes.fold}
              title={`Draw blocks ${run.title} of ${title} once, as what repeats`}
              onClick={(event) => {
                event.stopPropagation();
                spread(app, run.first, false, id);
              }}
            >
              {foldName(run)}
            </button>
          ))}
          {run !== null && (
            <button
              type="button"
              tabIndex={-1}
              className={classes.fold}
              title={`Draw each of the blocks ${title}`}
              onClick={(event) => {
                event.stopPropagation();
                spread(app, run, true, id);
              }}
            >
              {UNFOLD}
            </button>
          )}{' '}
          {depth === 0 && <span className={classes.label}>{shape}</span>}
        </span>{' '}
        {depth === 0 && <span className={classes.share}>{reading}</span>}
      </div>
    </div>
  );
}
