import { PRESETS, presetNamed } from '../../design/presets';
import { measuringOf } from '../../state/timing/measure';
import type { ComparisonReport, Contender } from '../../state/timing/measurements';
import type { ComparisonSubject } from '../../state/timing/timeView';
import { countText, timeText } from '../../text/numberText';
import { comparisonSentence } from '../../timing/comparison';
import { median } from '../../timing/summary';
import { useApp } from '../app/useApp';
import { useMeasurements, usePinned, useRun, useSnapshots } from '../app/useStudio';
import { useTimeView } from '../app/useTimeView';
import { Choice } from '../kit/Choice';
import { Button } from '../kit/controls/Button';
import { PlayIcon } from '../kit/icons';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { BackendChoice } from './BackendChoice';
import { ComparisonPlot } from './ComparisonPlot';
import classes from './Timing.module.css';
import { useContender } from './useContender';

const SUBJECTS: readonly { readonly value: ComparisonSubject; readonly label: string }[] = [
  { value: 'lowering', label: 'plain graph against its lowering (WASM)' },
  { value: 'backend', label: 'WASM against WebGPU' },
  { value: 'design', label: 'another design against this one' },
];

const BLOCKS = ['6', '12', '25', '50'] as const;

/** One thing against another, interleaved, with an interval for the ratio and a plain sentence. */
export function Comparison() {
  const measuring = measuringOf(useApp());
  const [subject, setSubject] = useTimeView('subject');
  const [blocks, setBlocks] = useTimeView('blocks');
  const others = useOtherDesigns();
  const [other, setOther] = useTimeView('other');
  const of = useContender();
  const webgpu = useRun(({ capabilities }) => capabilities?.webgpu);
  const report = useMeasurements(({ comparison }) => comparison);
  const against = others.find(({ id }) => id === other) ?? others[0];
  const pair = pairOf(subject, of, against);
  const missing = subject === 'backend' && webgpu?.available === false ? webgpu.reason : null;
  return (
    <Stack gap="1h">
      <Stack row gap="half 1">
        <Button
          variant="filled"
          leftSection={<PlayIcon />}
          disabled={pair === null || missing !== null}
          onClick={() => pair && void measuring.compare(...pair, Number(blocks))}
        >
          Compare
        </Button>
        <Choice label="What" value={subject} options={SUBJECTS} onChange={setSubject} />
        {subject === 'design' && against && (
          <Choice
            label="With"
            value={against.id}
            options={others.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setOther}
          />
        )}
        {subject === 'design' && <BackendChoice />}
        <Choice
          label="Blocks"
          value={blocks}
          options={BLOCKS.map((value) => ({ value, label: `${value} × A B B A` }))}
          onChange={setBlocks}
        />
      </Stack>
      {missing !== null && <Note>{missing}</Note>}
      {report ? (
        <Report report={report} />
      ) : (
        <Note>
          The two run in turn, A B B A, so that whatever slows the machine meets both. The interval is exact whatever
          the noise (Wilcoxon’s signed ranks over the blocks, Hodges and Lehmann’s estimate).
        </Note>
      )}
    </Stack>
  );
}

function Report({ report }: { report: ComparisonReport }) {
  const { a, b, comparison, runs, planned, backends } = report;
  const times = (which: 'a' | 'b') => runs.filter((run) => run.which === which).map(({ ms }) => ms);
  const [first, second] = [times('a'), times('b')];
  return (
    <>
      <Text size="lg" weight={600} role="status">
        {comparisonSentence(comparison, a.name, b.name)}
      </Text>
      <ComparisonPlot runs={runs} />
      <ul className={classes.sides}>
        <Side which="A" name={a.name} times={first} backend={backends[0]} />
        <Side which="B" name={b.name} times={second} backend={backends[1]} />
      </ul>
      <Note>
        {comparison.interval &&
          'The factor and its interval are of the ratio within each block, so they need not be the ratio of the two medians. '}
        {countText(comparison.blocks, 'block')} A B B A counted
        {comparison.warmUpBlocks > 0 && `, ${comparison.warmUpBlocks} left out as warm-up`}
        {comparison.blocks < planned && `; ${planned} were planned`}. A thing compared with itself is told apart in 5 %
        of such comparisons.
      </Note>
    </>
  );
}

function Side(props: {
  which: 'A' | 'B';
  name: string;
  times: readonly number[];
  backend: ComparisonReport['backends'][number];
}) {
  const { which, name, times, backend } = props;
  return (
    <li>
      <strong>
        {which} is {name}
      </strong>
      <span>median {times.length > 0 ? timeText(median(times)) : '–'}</span>
      <span>{place(backend)}</span>
    </li>
  );
}

function place({ provider, adapter, threads }: ComparisonReport['backends'][number]): string {
  return provider === 'webgpu' ? `WebGPU, ${adapter}` : `WASM, ${countText(threads, 'thread')}`;
}

interface OtherDesign extends Pick<Contender, 'name' | 'design'> {
  readonly id: string;
}

/** What the network on the screen can be compared with: what is pinned, snapshots, presets. */
function useOtherDesigns(): readonly OtherDesign[] {
  const pinned = usePinned();
  const snapshots = useSnapshots();
  return [
    ...(pinned ? [{ id: 'pinned', name: `${pinned.title} (pinned)`, design: pinned.design }] : []),
    ...snapshots.map(({ id, name, design }) => ({ id, name, design })),
    ...PRESETS.map(({ name }) => ({ id: `preset ${name}`, name: `X3D-${name}`, design: presetNamed(name).design })),
  ];
}

function pairOf(
  subject: ComparisonSubject,
  of: Contender,
  other: OtherDesign | undefined,
): readonly [a: Contender, b: Contender] | null {
  switch (subject) {
    case 'lowering':
      return [
        { ...of, name: 'the plain graph', provider: 'wasm', form: 'plain' },
        { ...of, name: 'its lowering', provider: 'wasm' },
      ];
    case 'backend':
      return [
        { ...of, name: 'WASM', provider: 'wasm' },
        { ...of, name: 'WebGPU', provider: 'webgpu' },
      ];
    case 'design':
      return other ? [{ ...of, name: other.name, design: other.design }, of] : null;
  }
}
