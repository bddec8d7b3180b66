import { Popover } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';

/**
 * What a button unfolds: an explanation. Escape folds it wherever the focus is, which then is on the button again, and
 * reaches nothing else: the selection behind it stays.
 */
export function AnswerPopover(props: {
  /** The button, which folds and unfolds by `toggle`. */
  target: (toggle: () => void) => ReactNode;
  width: number;
  className: string | undefined;
  children: ReactNode;
}) {
  const { target, width, className, children } = props;
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    if (!opened) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      setOpened(false);
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [opened]);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={width}
      position="bottom-start"
      withArrow
      trapFocus={false}
      returnFocus
    >
      <Popover.Target>{target(() => setOpened((before) => !before))}</Popover.Target>
      <Popover.Dropdown className={className}>{children}</Popover.Dropdown>
    </Popover>
  );
}
