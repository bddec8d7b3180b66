import { withoutClips } from '../../../dataset/edits';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { useApp } from '../../app/useApp';
import { IconButton } from '../../kit/controls/IconButton';
import { CloseIcon } from '../../kit/icons';
import { classColour } from './classColour';
import classes from './Marks.module.css';
import type { Mark } from './RangeBar';

/** What was cut out of a video: pressed, a range is shown again; each can be taken away. */
export function Marks({ marks, onLook }: { marks: readonly Mark[]; onLook: (mark: Mark) => void }) {
  const { collection } = ownClassesOf(useApp());
  if (marks.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Clips cut out of this video">
      {marks.map((mark) => {
        const text = `${mark.className}, ${mark.from.toFixed(1)} to ${mark.to.toFixed(1)} s`;
        return (
          <li key={mark.id} style={{ '--kind': classColour(mark.label) } as React.CSSProperties}>
            <button type="button" className={classes.mark} title={mark.name} onClick={() => onLook(mark)}>
              {text}
            </button>
            <IconButton
              size={22}
              aria-label={`Delete ${text}`}
              onClick={() => collection.edit((now) => withoutClips(now, new Set([mark.id])))}
            >
              <CloseIcon />
            </IconButton>
          </li>
        );
      })}
    </ul>
  );
}
