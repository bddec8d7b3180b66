import { useEffect } from 'react';
import type { Notice } from '../../state/view/notices';
import { useApp } from '../app/useApp';
import { useNotices } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { IconButton } from '../kit/controls/IconButton';
import { CloseIcon } from '../kit/icons';
import classes from './Notices.module.css';

/** How long a notice stays: a moment, and the time it takes to read, in milliseconds. */
const readingTime = ({ text }: Notice): number => 6000 + 80 * text.length;

/** Sentences for the person in front of the screen. A screen reader says them once. */
export function Notices() {
  const notices = useNotices();
  return (
    <div className={classes.notices} role="status">
      {notices.map((notice) => (
        <Note key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function Note({ notice }: { notice: Notice }) {
  const app = useApp();
  const { id, text, action } = notice;
  useEffect(() => {
    if (notice.stays) return;
    const timer = setTimeout(() => app.notices.dismiss(id), readingTime(notice));
    return () => clearTimeout(timer);
  }, [app, id, notice]);
  return (
    <div className={classes.notice}>
      <p>{text}</p>
      {action && (
        <Button
          size="compact-xs"
          onClick={() => {
            action.run();
            app.notices.dismiss(id);
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton aria-label="Dismiss" size={22} onClick={() => app.notices.dismiss(id)}>
        <CloseIcon />
      </IconButton>
    </div>
  );
}
