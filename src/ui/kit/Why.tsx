import { Popover, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Why.module.css';

/** A number that can be asked "why?": a click shows how it came about. `subject` is what is asked about, for those who cannot see where the button stands: `Width gives 32`. */
export function Why({ subject, shown, children }: { subject: string; shown: ReactNode; children: ReactNode }) {
  return (
    <Popover width={320} position="bottom-start" withArrow trapFocus={false}>
      <Popover.Target>
        <button type="button" className={classes.asked}>
          <VisuallyHidden>Why {subject}? </VisuallyHidden>
          {shown}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.answer}>{children}</Popover.Dropdown>
    </Popover>
  );
}
