import { type ComponentProps, type FormEvent, type ReactNode, useState } from 'react';
import type { Design } from '../../design/design';
import { fileName, suggestedName } from '../../state/document/designName';
import type { Snapshot } from '../../state/document/snapshots';
import { twinsOf } from '../../state/train/twins';
import { timeSince } from '../../text/timeSince';
import { askForDesignFile, copyLink, saveDesignFile } from '../app/designFiles';
import { takeSnapshot } from '../app/takeSnapshot';
import { useApp } from '../app/useApp';
import { useDocument, useDrafts, useSaves, useSnapshots } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Dialog } from '../kit/controls/Dialog';
import { TextInput } from '../kit/controls/TextInput';
import { download } from '../kit/download';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { DesignCosts } from './DesignCosts';
import classes from './Designs.module.css';

/** Designs put aside: snapshots by name, what other tabs are at, links and files. */
export function Designs() {
  const app = useApp();
  return (
    <Dialog
      onClose={() => app.session.setState({ overlay: null })}
      at="right"
      width={420}
      title="Designs"
      bodyClass={classes.body}
    >
      {!useSaves() && (
        <Hint role="alert">Saving is off: this browser keeps nothing here. A link or a file keeps a design.</Hint>
      )}
      <TakeSnapshot />
      <Snapshots />
      <OtherTabs />
      <SetAside />
      <Part title="Links and files" note="A link holds the whole design; nothing is stored anywhere else.">
        <Stack row gap="half">
          <Button onClick={() => void copyLink(app)}>Copy link</Button>
          <Button onClick={() => saveDesignFile(app)}>Save as JSON</Button>
          <Button onClick={() => askForDesignFile(app)}>Open a file…</Button>
        </Stack>
      </Part>
    </Dialog>
  );
}

function Hint(given: ComponentProps<'p'>) {
  return <Text size="sm" tone="ink-2" {...given} />;
}

/** A titled part of the sheet. */
function Part({ title, note, children }: { title: string; note: ReactNode; children: ReactNode }) {
  return (
    <Stack as="section" gap="half" className={classes.part} aria-label={title}>
      <Text as="h3" tone="ink-2">
        {title}
      </Text>
      {note && <Hint>{note}</Hint>}
      {children}
    </Stack>
  );
}

function TakeSnapshot() {
  const app = useApp();
  const suggestion = useDocument(suggestedName);
  const [name, setName] = useState('');
  const take = (event: FormEvent) => {
    event.preventDefault();
    takeSnapshot(app, name.trim() || suggestion);
    setName('');
  };
  return (
    <Stack as="form" row nowrap className={classes.take} onSubmit={take}>
      <TextInput
        aria-label="Name of the snapshot"
        placeholder={suggestion}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Button type="submit" variant="filled">
        Take snapshot
      </Button>
    </Stack>
  );
}

function Snapshots() {
  const snapshots = useSnapshots();
  const none = `None yet. A snapshot puts the design aside under a name, to come back to or to compare with; of a network
    that has just been trained, its weights and curves too.`;
  return (
    <Part title="Snapshots" note={snapshots.length === 0 && none}>
      <ul>
        {snapshots.map((snapshot) => (
          <SnapshotRow key={snapshot.id} snapshot={snapshot} />
        ))}
      </ul>
    </Part>
  );
}

function SnapshotRow({ snapshot }: { snapshot: Snapshot }) {
  const app = useApp();
  const { id, name, at, design, preset, trained } = snapshot;
  const [renaming, setRenaming] = useState(false);
  const leave = () => app.session.setState({ overlay: null });
  const open = () => {
    app.snapshots.open(id);
    leave();
  };
  const compare = () => {
    app.comparison.pin({ title: name, design, preset });
    app.session.openDockTab('compare');
    leave();
  };
  const rename = (next: string | null) => {
    if (next) app.snapshots.rename(id, next);
    setRenaming(false);
  };
  const ofTrained: readonly RowAction[] = [
    { words: 'Open trained', label: `Open trained ${name}`, run: () => void twinsOf(app).open(snapshot).then(leave) },
    {
      words: 'Curves',
      label: `Compare curves with ${name}`,
      run: () => void twinsOf(app).compare(snapshot).then(leave),
    },
  ];
  return (
    <DesignRow
      name={name}
      at={at}
      design={design}
      field={renaming && <Rename name={name} onDone={rename} />}
      note={trained !== null && `Trained: ${trained}.`}
      actions={[
        { words: 'Open', label: `Open ${name}`, run: open },
        { words: 'Compare', label: `Compare with ${name}`, run: compare },
        ...(trained === null ? [] : ofTrained),
        { words: 'Rename', label: `Rename ${name}`, run: () => setRenaming(true), seldom: true },
        { words: 'Delete', label: `Delete ${name}`, run: () => app.snapshots.remove(id), seldom: true },
      ]}
    />
  );
}

/** A button of a row. */
interface RowAction {
  readonly words: string;
  /** Its words with the design's name. */
  readonly label: string;
  readonly run: () => void;
  readonly seldom?: boolean;
}

interface DesignRowProps {
  readonly name: string;
  /** When it was put aside, and what; both unknown of what could not be drawn. */
  readonly at?: number;
  readonly design?: Design;
  /** Stands in place of the name. */
  readonly field?: ReactNode;
  readonly note?: ReactNode;
  readonly actions: readonly RowAction[];
}

/** A design put aside: its name and age, its costs, and what can be done with it. */
function DesignRow({ name, at, design, field, note, actions }: DesignRowProps) {
  return (
    <li className={classes.row}>
      {field || (
        <Stack as="p" row nowrap align="baseline" justify="space-between" className={classes.name}>
          <strong>{name}</strong>
          {at !== undefined && (
            <Text as="span" size="xs" tone="ink-3">
              {timeSince(at)}
            </Text>
          )}
        </Stack>
      )}
      {design && <DesignCosts design={design} />}
      {note && <Hint>{note}</Hint>}
      <Stack row gap="half">
        {actions.map(({ words, label, run, seldom }) => (
          <Button
            key={words}
            size="compact-xs"
            {...(seldom && { variant: 'subtle', color: 'gray' })}
            aria-label={label}
            onClick={run}
          >
            {words}
          </Button>
        ))}
      </Stack>
    </li>
  );
}

function Rename({ name, onDone }: { name: string; onDone: (name: string | null) => void }) {
  const [typed, setTyped] = useState(name);
  const finish = (event: FormEvent) => {
    event.preventDefault();
    onDone(typed.trim() || null);
  };
  return (
    <form onSubmit={finish}>
      <TextInput
        aria-label="New name"
        value={typed}
        autoFocus
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          // The sheet must not close with it.
          event.stopPropagation();
          onDone(null);
        }}
      />
    </form>
  );
}

/** Drafts that broke the page, each to be kept as a file. They are never opened again by themselves. */
function SetAside() {
  const app = useApp();
  const { aside } = useDrafts();
  if (aside.length === 0) return null;
  return (
    <Part
      title="Set aside"
      note="Drafts that could not be drawn. They are not opened again; a file of one helps to find the fault."
    >
      <ul>
        {aside.map(({ id, name, text }) => {
          const save = () => download(fileName(`${name}-draft`, 'json'), new Blob([text]));
          const remove = () => app.drafts.removeAside(id);
          return (
            <DesignRow
              key={id}
              name={name}
              actions={[
                { words: 'Save as a file', label: `Save ${name} as a file`, run: save },
                { words: 'Delete', label: `Delete ${name}, which was set aside`, run: remove, seldom: true },
              ]}
            />
          );
        })}
      </ul>
    </Part>
  );
}

/** What other tabs are at; nothing where this is the only tab there ever was. */
function OtherTabs() {
  const app = useApp();
  const { others } = useDrafts();
  if (others.length === 0) return null;
  return (
    <Part title="Other tabs" note="What other tabs are at, or were when they were closed.">
      <ul>
        {others.map((draft) => {
          const name = suggestedName(draft.now);
          const openCopy = () => {
            app.drafts.openCopy(draft);
            app.session.setState({ overlay: null });
          };
          const remove = () => void app.drafts.remove(draft.id);
          return (
            <DesignRow
              key={draft.id}
              name={name}
              at={draft.at}
              design={draft.now.design}
              actions={[
                { words: 'Open a copy', label: `Open a copy of ${name}`, run: openCopy },
                { words: 'Delete', label: `Delete the draft ${name}`, run: remove, seldom: true },
              ]}
            />
          );
        })}
      </ul>
    </Part>
  );
}
