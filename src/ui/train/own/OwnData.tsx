import { type KeyboardEvent, useEffect } from 'react';
import { withClass } from '../../../dataset/edits';
import { BACKGROUND } from '../../../dataset/library';
import type { Collection } from '../../../state/classes/collection';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { freshId } from '../../../state/storage';
import { useApp } from '../../app/useApp';
import { useClasses } from '../../app/useStudio';
import { Button } from '../../kit/controls/Button';
import { IconButton } from '../../kit/controls/IconButton';
import { RedoIcon, UndoIcon } from '../../kit/icons';
import { LinkButton } from '../../kit/LinkButton';
import { Note } from '../../kit/Note';
import { Stack } from '../../kit/Stack';
import { Text } from '../../kit/Text';
import { Part } from '../Part';
import { AddClass } from './AddClass';
import { CameraBox } from './CameraBox';
import { ClassCard } from './ClassCard';
import { askForArchive, askForFolder } from './files';
import { HowLearnt } from './HowLearnt';
import classes from './Own.module.css';
import { Room } from './Room';

/** The data set of one's own clips: classes, the camera, files, and how all of it is learnt. */
export function OwnData() {
  const app = useApp();
  const { collection, learning } = ownClassesOf(app);
  const ready = useClasses((state) => state.ready);
  const library = useClasses((state) => state.library);
  const fault = useClasses((state) => state.fault);
  useEffect(() => {
    void collection.load().then(() => learning.load());
  }, [collection, learning]);
  const none = library.classes.length === 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of undo, wherever the focus is inside.
    <div onKeyDown={(event) => onUndoKeys(event, collection)}>
      <Part title="Your own classes" aside={<History />}>
        {none && ready && (
          <p>
            Record a few short clips of each thing you want told apart, or open videos of it. Five of each are a start.
            Everything stays on this computer.
          </p>
        )}
        {fault && (
          <Note tone="bad" role="alert">
            {fault}
          </Note>
        )}
        <CameraBox />
        {library.classes.map((each) => (
          <ClassCard key={each.id} of={each} />
        ))}
        <AddClass />
        <p>
          {suggestsBackground(library.classes) && (
            <>
              <LinkButton onClick={() => collection.edit((now) => withClass(now, { id: freshId(), name: BACKGROUND }))}>
                Add “{BACKGROUND}”
              </LinkButton>
              : clips of none of the others, so that the network may say so.{' '}
            </>
          )}
          Or open a <LinkButton onClick={() => askForFolder(app)}>folder</LinkButton> of videos with a folder for each
          class or a list of them, or a <LinkButton onClick={() => askForArchive(app)}>data set saved here</LinkButton>.
        </p>
        <Adding />
      </Part>
      {!none && <HowLearnt />}
      <Room />
    </div>
  );
}

function suggestsBackground(all: readonly { readonly name: string }[]): boolean {
  return all.length >= 2 && !all.some(({ name }) => name.toLowerCase() === BACKGROUND);
}

function History() {
  const { collection } = ownClassesOf(useApp());
  const [past, future] = [useClasses((state) => state.past.length), useClasses((state) => state.future.length)];
  return (
    <Stack row nowrap gap="half">
      <IconButton aria-label="Undo the last change of the clips" disabled={past === 0} onClick={collection.undo}>
        <UndoIcon />
      </IconButton>
      <IconButton aria-label="Redo it" disabled={future === 0} onClick={collection.redo}>
        <RedoIcon />
      </IconButton>
    </Stack>
  );
}

/** Undo and redo of clips, where the focus is among them: the design's own are not meant there. */
function onUndoKeys(event: KeyboardEvent, collection: Collection): void {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
  if (event.target instanceof HTMLInputElement && event.target.type === 'text') return;
  event.preventDefault();
  event.stopPropagation();
  if (event.shiftKey) collection.redo();
  else collection.undo();
}

/** Videos that are being added, and those that could not be. */
function Adding() {
  const { collection } = ownClassesOf(useApp());
  const adding = useClasses((state) => state.adding);
  const refusals = useClasses((state) => state.refusals);
  return (
    <>
      {adding && (
        <Stack row nowrap role="status">
          <progress className={classes.progress} max={adding.total} value={adding.done} aria-label="Videos added" />
          <Text as="span" ellipsis>
            {adding.done} of {adding.total}: {adding.name}
          </Text>
          <Button size="compact-sm" onClick={collection.cancel}>
            Stop
          </Button>
        </Stack>
      )}
      {refusals.length > 0 && (
        <details className={classes.refusals} open={refusals.length <= 3}>
          <summary>
            {refusals.length === 1 ? 'One video was not added.' : `${refusals.length} videos were not added.`}
          </summary>
          <ul className={classes.points}>
            {refusals.map(({ name, sentence }) => (
              <li key={name}>{sentence.startsWith(name) ? sentence : `${name}: ${sentence}`}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
