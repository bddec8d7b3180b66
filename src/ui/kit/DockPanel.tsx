import type { CSSProperties, ReactNode } from 'react';
import classes from './DockPanel.module.css';
import { Stack } from './Stack';

/** A panel of the dock: its parts one below the other. It is the container whose width they are laid out by. */
export function DockPanel(props: { label: string; gap?: '1' | '1h'; children: ReactNode }) {
  const { label, gap = '1h', children } = props;
  return (
    <Stack as="section" className={classes.panel} gap={gap} aria-label={label}>
      {children}
    </Stack>
  );
}

/** Two parts of a panel beside each other; one below the other where the panel is narrow. */
export function Columns({ first = 1, children }: { first?: number; children: ReactNode }) {
  return (
    <div className={classes.columns} style={{ '--first': `${first}fr` } as CSSProperties}>
      {children}
    </div>
  );
}
