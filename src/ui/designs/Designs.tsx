import { type FormEvent, useState } from 'react';
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
        <p className={classes.note} role="alert">
          Saving is off: this browser keeps nothing here. A link or a file keeps a design.
        </p>
      )}
      <TakeSnapshot />
      <Snapshots />
      <OtherTabs />
      <SetAside />
      <section className={classes.part} aria-labelledby="designs-out">
        <h3 id="designs-out">Links and files</h3>
        <p className={classes.note}>A link holds the whole design; nothing is stored anywhere else.</p>
        <div className={classes.buttons}>
          <Button onClick={() => void copyLink(app)}>Copy link</Button>
          <Button onClick={() => saveDesignFile(app)}>Save as JSON</Button>
          <Button onClick={() => askForDesignFile(app)}>Open a file…</Button>
        </div>
      </section>
    </Dialog>
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
    <form className={classes.take} onSubmit={take}>
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
    </form>
  );
}

function Snapshots() {
  const snapshots = useSnapshots();
  return (
    <section className={classes.part} aria-labelledby="designs-snapshots">
      <h3 id="designs-snapshots">Snapshots</h3>
      {snapshots.length === 0 ? (
        <p className={classes.note}>
          None yet. A snapshot puts the design aside under a name, to come back to or to compare with; of a network that
          has just been trained, its weights and curves too.
        </p>
      ) : (
        <ul>
          {snapshots.map((snapshot) => (
            <SnapshotRow key={snapshot.id} snapshot={snapshot} />
          ))}
        </ul>
      )}
    </section>
  );
}

function SnapshotRow({ snapshot }: { snapshot: Snapshot }) {
  const app = useApp();
  const { id, name, at, design, preset, trained } = snapshot;
  const [renaming, setRenaming] = useState(false);
  const open = () => {
    app.snapshots.open(id);
    app.session.setState({ overlay: null });
  };
  const leaveFor = (work: Promise<void>) => void work.then(() => app.session.setState({ overlay: null }));
  const compare = () => {
    app.comparison.pin({ title: name, design, preset });
    app.session.openDockTab('compare');
    app.session.setState({ overlay: null });
  };
  return (
    <li className={classes.row}>
      {renaming ? (
        <Rename
          name={name}
          onDone={(next) => {
            if (next) app.snapshots.rename(id, next);
            setRenaming(false);
          }}
        />
      ) : (
        <p className={classes.name}>
          <strong>{name}</strong>
          <span>{timeSince(at)}</span>
        </p>
      )}
      <DesignCosts design={design} />
      {trained !== null && <p className={classes.note}>Trained: {trained}.</p>}
      <div className={classes.buttons}>
        <Button size="compact-xs" onClick={open} aria-label={`Open ${name}`}>
          Open
        </Button>
        <Button size="compact-xs" onClick={compare} aria-label={`Compare with ${name}`}>
          Compare
        </Button>
        {trained !== null && (
          <>
            <Button
              size="compact-xs"
              onClick={() => leaveFor(twinsOf(app).open(snapshot))}
              aria-label={`Open trained ${name}`}
            >
              Open trained
            </Button>
            <Button
              size="compact-xs"
              onClick={() => leaveFor(twinsOf(app).compare(snapshot))}
              aria-label={`Compare curves with ${name}`}
            >
              Curves
            </Button>
          </>
        )}
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          onClick={() => setRenaming(true)}
          aria-label={`Rename ${name}`}
        >
          Rename
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          onClick={() => app.snapshots.remove(id)}
          aria-label={`Delete ${name}`}
        >
          Delete
        </Button>
      </div>
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
    <section className={classes.part} aria-labelledby="designs-aside">
      <h3 id="designs-aside">Set aside</h3>
      <p className={classes.note}>
        Drafts that could not be drawn. They are not opened again; a file of one helps to find the fault.
      </p>
      <ul>
        {aside.map(({ id, name, text }) => (
          <li key={id} className={classes.row}>
            <p className={classes.name}>
              <strong>{name}</strong>
            </p>
            <div className={classes.buttons}>
              <Button
                size="compact-xs"
                aria-label={`Save ${name} as a file`}
                onClick={() => download(fileName(`${name}-draft`, 'json'), new Blob([text]))}
              >
                Save as a file
              </Button>
              <Button
                size="compact-xs"
                variant="subtle"
                color="gray"
                aria-label={`Delete ${name}, which was set aside`}
                onClick={() => app.drafts.removeAside(id)}
              >
                Delete
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Nothing is shown where this is the only tab there ever was. */
function OtherTabs() {
  const app = useApp();
  const { others } = useDrafts();
  if (others.length === 0) return null;
  return (
    <section className={classes.part} aria-labelledby="designs-tabs">
      <h3 id="designs-tabs">Other tabs</h3>
      <p className={classes.note}>What other tabs are at, or were when they were closed.</p>
      <ul>
        {others.map((draft) => {
          const name = suggestedName(draft.now);
          return (
            <li key={draft.id} className={classes.row}>
              <p className={classes.name}>
                <strong>{name}</strong>
                <span>{timeSince(draft.at)}</span>
              </p>
              <DesignCosts design={draft.now.design} />
              <div className={classes.buttons}>
                <Button
                  size="compact-xs"
                  aria-label={`Open a copy of ${name}`}
                  onClick={() => {
                    app.drafts.openCopy(draft);
                    app.session.setState({ overlay: null });
                  }}
                >
                  Open a copy
                </Button>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  aria-label={`Delete the draft ${name}`}
                  onClick={() => void app.drafts.remove(draft.id)}
                >
                  Delete
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
