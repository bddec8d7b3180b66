import { Button } from '@mantine/core';
import { useState } from 'react';
import { collection } from '../../../state/classes/browserClasses';
import { deletedBytes } from '../../../state/classes/collection';
import { useClasses } from '../../app/useClasses';
import { LinkButton } from '../../kit/LinkButton';
import { amountText, countText } from '../../kit/numberText';
import classes from './Own.module.css';

/** What the clips take of the browser's storage, and how it is freed. */
export function Room() {
  const library = useClasses((state) => state.library);
  const space = useClasses((state) => state.space);
  const why = useClasses((state) => state.whyNotLasting);
  const [sure, setSure] = useState(false);
  const bytes = library.takes.reduce((sum, take) => sum + take.bytes, 0);
  const deleted = deletedBytes(library);
  return (
    <section className={classes.part} aria-label="Storage">
      {why && (
        <p className={classes.fault} role="alert">
          {why}
        </p>
      )}
      <p className={classes.about}>
        {countText(library.clips.length, 'clip')}, {amountText(bytes, 'B')}, kept in this browser
        {space && `; ${amountText(Math.max(0, space.quota - space.used), 'B')} are free for this site`}.{' '}
        {deleted > 0 && (
          <LinkButton onClick={() => void collection.emptyDeleted()}>
            Free {amountText(deleted, 'B')} of deleted clips
          </LinkButton>
        )}
      </p>
      {library.classes.length > 0 &&
        (sure ? (
          <p className={classes.row}>
            <Button
              size="compact-sm"
              color="red"
              variant="light"
              onClick={() => {
                setSure(false);
                void collection.emptyAll();
              }}
            >
              Delete all clips and what was learnt
            </Button>
            <Button size="compact-sm" onClick={() => setSure(false)}>
              Keep them
            </Button>
          </p>
        ) : (
          <LinkButton onClick={() => setSure(true)}>Empty all of it…</LinkButton>
        ))}
    </section>
  );
}
