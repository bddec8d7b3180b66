import { useEffect, useState } from 'react';
import { partsByPath } from '../../architecture/walk';
import { runServiceOf } from '../../state/run/runService';
import { shapeText } from '../../tensor/shape';
import { FaultNote } from '../app/FaultNote';
import { OutdatedNotice } from '../app/OutdatedNotice';
import { TestedInputs } from '../app/TestedInputs';
import { useApp } from '../app/useApp';
import { useArchitecture, useRun, useSession } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Switch } from '../kit/controls/Switch';
import { DockPanel } from '../kit/DockPanel';
import { PlayIcon } from '../kit/icons';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { Activation } from './Activation';
import { ClassMapView } from './ClassMapView';

/** What the network computes on the shown clip: the output of the selected part, and where a class is seen. */
export function InsidePanel() {
  return (
    <DockPanel label="Inside">
      <Subject />
      <TestedInputs />
      <Fault />
      <Looked />
      <ClassMapView />
    </DockPanel>
  );
}

/** What is selected, and the button that looks at it. */
function Subject() {
  const app = useApp();
  const runService = runServiceOf(app);
  const architecture = useArchitecture();
  const selected = useSession((session) => session.selected);
  const part = selected === null ? undefined : partsByPath(architecture).get(selected);
  const step = useRun(({ status }) => (status.kind === 'working' && status.purpose === 'look' ? status.step : null));
  const begun = useRun(({ look, report }) => look !== null || report !== null);
  const [follows, setFollows] = useState(true);
  useFollowing(follows && part ? part.path : null);
  if (!part) {
    return (
      <Stack row gap="half 1">
        <Note>
          Select a layer, a block or a stage in the graph or the table: its output on the shown clip appears here, as
          pictures over time, with its statistics. For a start:
        </Note>
        {architecture.parts
          .filter(({ kind }) => kind !== 'head')
          .map(({ path }) => (
            <Button key={path} onClick={() => app.session.setState({ selected: path })}>
              {path}
            </Button>
          ))}
      </Stack>
    );
  }
  return (
    <Stack row gap="half 1">
      {step === null ? (
        <Button variant="filled" leftSection={<PlayIcon />} onClick={() => void runService.look(part.path)}>
          Look inside
        </Button>
      ) : (
        <Button onClick={() => runService.cancel()}>Cancel</Button>
      )}
      <strong>{part.path}</strong>
      <Note inline>{shapeText(part.output)}</Note>
      <Switch
        label="Follow the selection"
        checked={follows}
        onChange={(event) => setFollows(event.currentTarget.checked)}
      />
      {!begun && step === null && (
        <Note>Press Look inside, or Run: from then on the selection shows here by itself.</Note>
      )}
      {step !== null && (
        <Note inline role="status">
          {step === 'read' ? 'Reading frames…' : step === 'first' || step === 'facts' ? 'Running…' : 'Opening it…'}
        </Note>
      )}
    </Stack>
  );
}

/** After a run or a first look whatever is selected is looked at, unless something else is under way. */
function useFollowing(path: string | null): void {
  const app = useApp();
  const runService = runServiceOf(app);
  useEffect(() => {
    const { look, report, status } = app.runStore.getState();
    const busy = status.kind === 'working' && status.purpose !== 'look';
    const begun = look !== null || report !== null;
    if (path !== null && begun && look?.path !== path && !busy) void runService.look(path);
  }, [app, runService, path]);
}

function Fault() {
  const fault = useRun(({ status }) => (status.kind === 'failed' && status.purpose === 'look' ? status.fault : null));
  if (!fault) return null;
  return <FaultNote fault={fault} />;
}

function Looked() {
  const look = useRun((run) => run.look);
  if (!look) return null;
  return (
    <>
      <OutdatedNotice since={look} what={look.path} remedy="Look again." />
      <Activation key={look.path} look={look} />
    </>
  );
}
