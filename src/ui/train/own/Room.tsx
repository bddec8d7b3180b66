import { useState } from 'react';
import { deletedBytes } from '../../../state/classes/collection';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { amountText, countText } from '../../../text/numberText';
import { sentenceOf } from '../../../text/sentence';
import { useApp } from '../../app/useApp';
import { useClasses } from '../../app/useStudio';
import { Button } from '../../kit/controls/Button';
import { download } from '../../kit/download';
import { LinkButton } from '../../kit/LinkButton';
import { Note } from '../../kit/Note';
import { Stack } from '../../kit/Stack';
import { Part } from '../Part';
import classes from './Own.module.css';

/** What the clips take of the browser's storage, and how it is freed. */
export function Room() {
  const { collection, learning } = ownClassesOf(useApp());
  const library = useClasses((state) => state.library);
  const space = useClasses((state) => state.space);
  const why = useClasses((state) => state.whyNotLasting);
  const [sure, setSure] = useState(false);
  const bytes = library.takes.reduce((sum, take) => sum + take.bytes, 0);
  const deleted = deletedBytes(library);
  return (
    <Part label="Storage">
      {why && (
        <Note tone="bad" role="alert">
          {why}
        </Note>
      )}
      <p>
        {countText(library.clips.length, 'clip')}, {amountText(bytes, 'B')}
        {!why && ', kept in this browser'}
        {!why && space && `; ${amountText(Math.max(0, space.quota - space.used), 'B')} are free for this site`}.{' '}
        {deleted > 0 && (
          <LinkButton onClick={() => void collection.emptyDeleted()}>
            Free {amountText(deleted, 'B')} of deleted clips
          </LinkButton>
        )}
      </p>
      {library.clips.length > 0 && <SaveAll />}
      {library.classes.length > 0 &&
        (sure ? (
          <Stack row>
            <Button
              size="compact-sm"
              color="red"
              variant="light"
              onClick={() => {
                setSure(false);
                void learning.forget().then(collection.emptyAll);
              }}
            >
              Delete all clips and what was learnt
            </Button>
            <Button size="compact-sm" onClick={() => setSure(false)}>
              Keep them
            </Button>
          </Stack>
        ) : (
          <LinkButton onClick={() => setSure(true)}>Empty all of it…</LinkButton>
        ))}
    </Part>
  );
}

/** The data set, and what was learnt of it, as one archive. */
function SaveAll() {
  const app = useApp();
  const { takeHome } = ownClassesOf(app);
  const [saving, setSaving] = useState<{
    readonly stop: AbortController;
    readonly done: number;
    readonly total: number;
  } | null>(null);
  const save = async () => {
    const stop = new AbortController();
    setSaving({ stop, done: 0, total: 1 });
    try {
      const { name, content } = await takeHome.archive({
        signal: stop.signal,
        onProgress: (done, total) => setSaving({ stop, done, total }),
      });
      download(name, content);
      app.notices.notify(`${name} is saved, ${amountText(content.size, 'B')}. It opens again here.`);
    } catch (error) {
      if (!stop.signal.aborted) app.notices.notify(sentenceOf(error));
    } finally {
      setSaving(null);
    }
  };
  if (saving)
    return (
      <Stack row nowrap role="status">
        <progress className={classes.progress} max={saving.total} value={saving.done} aria-label="Files packed" />
        <Button size="compact-sm" onClick={() => saving.stop.abort()}>
          Stop
        </Button>
      </Stack>
    );
  return (
    <>
      <Button size="compact-sm" onClick={() => void save()}>
        Save all as one zip
      </Button>
      <p>Clips as they were recorded, lists for mmaction2 and SlowFast; once taught, weights and configurations too.</p>
    </>
  );
}
