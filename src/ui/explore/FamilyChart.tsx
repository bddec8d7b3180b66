import { useMemo, useRef } from 'react';
import type { Design } from '../../design/design';
import { ACCURACY_SERIES, type AccuracySeries } from '../../present/accuracySeries';
import { madeClipsSentences } from '../../present/madeClips';
import { axisTitle, heightName, measureColumn, measureText, measureTick } from '../../present/measureText';
import { MEASURES, measureNamed, subjectOf } from '../../scaling/measures';
import { memberOf } from '../../scaling/members';
import type { ChartHeight } from '../../state/explore/explore';
import { exactText } from '../../text/numberText';
import { tickText } from '../../text/tickText';
import { useApp } from '../app/useApp';
import { useExplore } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { ChartCard, type ChartTable } from '../kit/charts/ChartCard';
import { type ChartLimits, type ChartLine, ScatterChart } from '../kit/charts/ScatterChart';
import { FactList } from '../kit/FactList';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { type DesignPoint, type HeightChoice, shortDesign } from './designPoints';
import classes from './FamilyChart.module.css';
import { MadeClipsFacts } from './MadeClipsFacts';
import { madeClipsTable } from './madeClipsTable';

/** What the chart can be as high as. */
const HEIGHTS: readonly ChartHeight[] = [
  ...MEASURES.flatMap(({ name }) => (name === 'macs' ? [] : name)),
  'accuracy',
  'madeClips',
];

/** The heights that are shares of clips. */
const ACCURACY_AXES = {
  accuracy: { title: 'top-1 accuracy on Kinetics-400, %' },
  madeClips: { title: 'right of held-out made clips, %', domain: [0, 100] as const },
};

/** What stands in the chart besides its controls. */
interface FamilyChartProps {
  readonly points: readonly DesignPoint[];
  readonly lines: readonly ChartLine[];
  readonly choice: HeightChoice;
  readonly limits?: ChartLimits;
}

/** One measure against MACs, logarithmically: the family, the design on the form, and what the activity adds. */
export function FamilyChart({ points, lines, choice, limits }: FamilyChartProps) {
  const app = useApp();
  const svgRef = useRef<SVGSVGElement>(null);
  const { height, series, device } = choice;
  const title = `${heightName(height)} against MACs`;
  const x = useMemo(() => ({ title: axisTitle('macs', device), kind: 'log' as const, text: tickText }), [device]);
  const y = useMemo(
    () =>
      height === 'accuracy' || height === 'madeClips'
        ? { ...ACCURACY_AXES[height], kind: 'linear' as const, text: String }
        : { title: axisTitle(height, device), kind: 'log' as const, text: measureTick(height) },
    [height, device],
  );
  const table = useMemo(
    () => (choice.height === 'madeClips' ? madeClipsTable(points, choice) : tableOf(points, choice)),
    [points, choice],
  );
  const byId = (id: string) => points.find((point) => point.id === id);
  const pick = (id: string) => {
    const point = byId(id);
    if (!point) return;
    if (point.look === 'step') app.explore.standOn(Number(id.split(' ')[1]));
    else app.document.setDesign(point.design);
  };
  return (
    <ChartCard
      title={title}
      heading={{
        control: (
          <Choice
            label="Height"
            hidden
            value={height}
            options={HEIGHTS.map((value) => ({ value, label: heightName(value) }))}
            onChange={(value) => app.explore.setState({ height: value })}
          />
        ),
        words: 'against MACs',
      }}
      name={`macs-${height}`}
      table={table}
      svgRef={svgRef}
      caption={
        height === 'madeClips'
          ? madeClipsSentences().join(' ')
          : `${series.source}, ${series.views}; everything else is counted by X3D Studio.${timesNote(choice)}`
      }
      onPick={pick}
    >
      <div className={classes.drawing}>
        <ScatterChart
          label={title}
          x={x}
          y={y}
          points={points}
          lines={lines}
          svgRef={svgRef}
          {...(limits ? { limits } : {})}
          onPick={pick}
          detail={(id) => {
            const point = byId(id);
            return point && <Card point={point} choice={choice} />;
          }}
        />
      </div>
      {height === 'madeClips' ? <MadeClipsNote /> : <SourceNote points={points} choice={choice} />}
    </ChartCard>
  );
}

/** Where the accuracies of the chart come from. */
function SourceNote({ points, choice }: Pick<FamilyChartProps, 'points' | 'choice'>) {
  const app = useApp();
  const accuracies = useExplore((state) => state.accuracies);
  return (
    <Stack row gap="half 1" className={classes.note}>
      <Choice
        label="Accuracies of"
        value={String(accuracies)}
        options={ACCURACY_SERIES.map(({ name }, index) => ({ value: String(index), label: name }))}
        onChange={(value) => app.explore.setState({ accuracies: Number(value) })}
      />
      <span>
        {choice.series.source}; everything else is counted here.{timesNote(choice)}
        {classesNote(points)}
      </span>
    </Stack>
  );
}

/** What was measured on made clips, and how points look. */
function MadeClipsNote() {
  return (
    <p className={classes.note}>
      <span className={classes.look} data-look="trainedStill" /> sees one frame,{' '}
      <span className={classes.look} data-look="trained" /> more than one. {madeClipsSentences().join(' ')}
    </p>
  );
}

function timesNote({ height, device }: HeightChoice): string {
  return height === 'predictedTime' ? ` Times are a roofline of the ${device.name}.` : '';
}

/** Says that the family's heads have other classes than the design on the form: their parameters are not alike. */
function classesNote(points: readonly DesignPoint[]): string {
  const own = points.find(({ look }) => look === 'own')?.design.head?.num_classes ?? 0;
  const family = points.find(({ look }) => look === 'member')?.design.head?.num_classes ?? 0;
  if (own === family) return '';
  const head = own === 0 ? 'no head' : `a head of ${own} classes`;
  return ` The family’s networks have heads of ${family} classes, your design ${head}.`;
}

/** What a point says when it is reached. */
function Card(props: { point: DesignPoint; choice: HeightChoice }) {
  const {
    point: { design, title, x, y },
    choice: { height, series, madeClips },
  } = props;
  const known = height === 'madeClips' ? madeClips(design) : null;
  const accuracy = height === 'madeClips' ? null : accuracyOf(design, series);
  const isAccuracy = height === 'accuracy' || height === 'madeClips';
  const facts = [
    ['MACs', exactText(x)] as const,
    ...(isAccuracy ? [] : [[measureNamed(height).label, measureText(height, y)] as const]),
    ...(accuracy ? [['top-1', `${accuracy.top1} %, ${series.views}`] as const] : []),
  ];
  return (
    <Stack gap="half">
      <Text weight={650}>{title}</Text>
      {!title.startsWith(shortDesign(design)) && (
        <Text size="xs" tone="ink-3">
          {shortDesign(design)}
        </Text>
      )}
      <FactList facts={facts} />
      {known && <MadeClipsFacts known={known} />}
      {accuracy && (
        <Text size="xs" tone="ink-3">
          {series.source}
        </Text>
      )}
    </Stack>
  );
}

function accuracyOf(design: Design, series: AccuracySeries) {
  const member = memberOf(design);
  return member && series.of(member.preset.name);
}

/** The chart as a table, every closed-form measure included. */
function tableOf(points: readonly DesignPoint[], { height, series, device }: HeightChoice): ChartTable {
  const names = ['macs', 'parameters', 'convActivations', 'activations'] as const;
  const extra =
    height !== 'accuracy' && height !== 'madeClips' && !names.some((name) => name === height) ? [height] : [];
  const measures = [...names, ...extra].map(measureNamed);
  return {
    columns: [
      'design',
      ...measures.map(({ name }) => measureColumn(name, device)),
      `top-1, % (${series.name})`,
      'clip',
      'source',
    ],
    rows: points.map(({ id, design, title }) => {
      const subject = subjectOf(design, device);
      const values = measures.map((measure) => measure.of(subject));
      const accuracy = accuracyOf(design, series);
      const { t, h, w } = design.clip;
      const tail = [accuracy?.top1 ?? '', `${t}×${h}×${w}`, accuracy ? `${accuracy.source}, ${series.views}` : ''];
      return {
        id,
        cells: [title, ...values, ...tail],
        shown: [
          title,
          ...values.map((value, index) => measureText(measures[index]?.name ?? 'macs', value)),
          ...tail.map(String),
        ],
      };
    }),
  };
}
