import { useMemo } from 'react';
import { choicesJson, deviceChoicesOf, forgetDevice, rowsOf } from '../../state/timing/deviceChoices';
import { thisNetwork } from '../../state/timing/thisDevice';
import { trialsOf } from '../../state/timing/trials';
import { countText } from '../../text/numberText';
import { candidateOf } from '../../timing/candidates';
import type { TrialRow } from '../../timing/trialRows';
import { candidateName, choiceSentence, equalText, outcomeText, placeText, ratioText } from '../../timing/trialText';
import { FaultNote } from '../app/FaultNote';
import { useApp } from '../app/useApp';
import { useDeviceChoices } from '../app/useDeviceChoices';
import { Button } from '../kit/controls/Button';
import { Switch } from '../kit/controls/Switch';
import { DataTable } from '../kit/DataTable';
import { download } from '../kit/download';
import { PlayIcon, StopIcon } from '../kit/icons';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './Timing.module.css';
import { useContender } from './useContender';
import { useThisDevice } from './useThisDevice';

/** What this device adopted to be faster, what it refused and why; to try more, to keep it as a file, or to forget it. */
export function ThisDevice() {
  const app = useApp();
  const trials = trialsOf(app);
  const choices = deviceChoicesOf(app);
  const of = useContender();
  const device = useThisDevice();
  const background = useDeviceChoices((choices) => choices.background);
  const kept = useDeviceChoices((choices) => device && rowsOf(choices, device.key));
  const network = useMemo(() => thisNetwork(of), [of]);
  // How other networks are opened is theirs.
  const rows = useMemo(
    () => kept?.filter(({ place }) => place === network || !place.startsWith('network ')) ?? null,
    [kept, network],
  );
  const isTrying = useDeviceChoices(({ status }) => status.kind === 'working');
  if (device === null || rows === null) {
    return <Note>Looking at what this browser can run on.</Note>;
  }
  const { key, target } = device;
  return (
    <Stack gap="1h">
      <Stack row gap="half 1">
        {isTrying ? (
          <Button leftSection={<StopIcon />} onClick={() => trials.cancel()}>
            Stop trying
          </Button>
        ) : (
          <Button
            variant={rows.length > 0 ? 'default' : 'filled'}
            leftSection={<PlayIcon />}
            onClick={() => void trials.tryAll({ ...of, target })}
          >
            Try on this device{rows.length > 0 ? ' again' : ''}
          </Button>
        )}
        {rows.length > 0 && (
          <>
            <Button onClick={() => download('this-device.json', new Blob([choicesJson(choices.getState(), key)]))}>
              Save as JSON
            </Button>
            <Button disabled={isTrying} onClick={() => forgetDevice(choices, key)}>
              Forget
            </Button>
          </>
        )}
        <Switch
          label="Try for 3 s after a run"
          checked={background}
          onChange={({ currentTarget }) => choices.setState({ background: currentTarget.checked })}
        />
      </Stack>
      <TrialStatus />
      <Text size="lg" weight={600}>
        {choiceSentence(rows, target, network)}
      </Text>
      <Note>
        Kept for {key}. A candidate is adopted only where its results equal those of the plain graph on WASM within
        their bound, and where it is faster in interleaved runs, with 95 % confidence.
      </Note>
      {rows.length > 0 && <Candidates rows={rows} />}
    </Stack>
  );
}

/** What is tried now, or what broke the trial off. */
function TrialStatus() {
  const status = useDeviceChoices((choices) => choices.status);
  if (status.kind === 'failed') return <FaultNote fault={status.fault} />;
  if (status.kind === 'idle') return null;
  const { at } = status;
  return (
    <Note role="status">
      Trying{' '}
      {at
        ? `${candidateName(at.candidate)} (${placeText({ place: at.place, layers: 0 })})`
        : 'what this device does best'}
      …
    </Note>
  );
}

/** Every candidate with its verdict: those adopted come first. */
function Candidates({ rows }: { rows: readonly TrialRow[] }) {
  const adopted = rows.filter(({ verdict }) => verdict.kind === 'adopted');
  const others = rows.filter(({ verdict }) => verdict.kind !== 'adopted');
  return (
    <>
      <DataTable
        label="Candidates tried on this device"
        align="words"
        className={classes.scroller}
        columns={['Candidate', 'Where', 'Beside', 'Equal within', 'Faster by (95 %)', 'Outcome']}
      >
        {[...adopted, ...others].map((row) => (
          <tr key={`${row.target} ${row.candidate} ${row.place}`}>
            <th scope="row" title={candidateOf(row.candidate)?.says}>
              {candidateName(row.candidate)}
            </th>
            <td>{placeText(row)}</td>
            <td>{candidateName(row.against)}</td>
            <td>{equalText(row)}</td>
            <td>{ratioText(row)}</td>
            <td>{row.verdict.kind === 'adopted' ? <strong>{outcomeText(row)}</strong> : outcomeText(row)}</td>
          </tr>
        ))}
      </DataTable>
      <Note>
        {countText(rows.length, 'candidate')} tried, {adopted.length} adopted. Where: channels × frames × rows × columns
        of a channel-wise convolution’s output. Beside: what was used there until then. Equal within: relative L2
        distance, and what it may be.
      </Note>
    </>
  );
}
