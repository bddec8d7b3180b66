import { Fragment } from 'react';
import classes from './KeyCaps.module.css';
import { Text } from './Text';

/** Keys that are pressed one after the other, as they look on a keyboard. `caps` as `keyTexts` gives them. */
export function KeyCaps({ caps }: { caps: readonly string[] }) {
  return (
    <span className={classes.keys}>
      {caps.map((cap, index) => (
        // A key may follow itself.
        // biome-ignore lint/suspicious/noArrayIndexKey: caps never move.
        <Fragment key={index}>
          {index > 0 && (
            <Text as="span" size="xs" tone="ink-3">
              then
            </Text>
          )}{' '}
          <kbd className={classes.cap}>{cap}</kbd>
        </Fragment>
      ))}
    </span>
  );
}
