import { Popover } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Why.module.css';

/** A number that can be asked "why?": a click shows how it came about. `subject` completes the button's name. */
export function Why({ subject, shown, children }: { subject: string; shown: ReactNode; children: ReactNode }) {
  return (
    <Popover width={320} position="bottom-start" withArrow trapFocus={false}>
      <Popover.Target>
        <button type="button" className={classes.asked} aria-label={`Why ${subject}?`}>
          {shown}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.answer}>{children}</Popover.Dropdown>
    </Popover>
  );
}
