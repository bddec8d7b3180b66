import { sameValue } from '../../design/sameValue';
import { type GridAxis, gridSize, holding, WIDE_GRID } from '../../scaling/grid';
import { measureNamed } from '../../scaling/measures';
import type { BudgetForm, BudgetMeasure } from '../../state/explore/explore';
import { aimsOf, explorerOf, isWanted, limitsOf } from '../../state/explore/explorer';
import { exactText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useExplore } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { Button } from '../kit/controls/Button';
import { Checkbox } from '../kit/controls/Checkbox';
import { Hidden } from '../kit/controls/Hidden';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { BudgetFront } from './BudgetFront';
import classes from './BudgetRoom.module.css';
import cards from './exploreRoom.module.css';
import { type Front, useFront } from './useFront';

/** Rows of the form: what is limited, in the unit people say it in. */
const ROWS: readonly {
  readonly measure: BudgetMeasure;
  readonly unit: string;
  readonly scale: number;
  readonly step: number;
}[] = [
  { measure: 'macs', unit: 'GMACs', scale: 1e9, step: 0.5 },
  { measure: 'parameters', unit: 'M', scale: 1e6, step: 0.5 },
  { measure: 'convActivations', unit: 'MB', scale: 1e6, step: 8 },
  { measure: 'peakLive', unit: 'MB', scale: 1e6, step: 8 },
  { measure: 'trainingStep', unit: 'GB', scale: 1e9, step: 1 },
  { measure: 'predictedTime', unit: 'ms', scale: 1, step: 5 },
  { measure: 'fieldFrames', unit: 'frames', scale: 1, step: 4 },
  { measure: 'fieldPixels', unit: 'pixels', scale: 1, step: 32 },
];

/** What a measure can be wanted to be. */
const AIMS = [
  { value: 'any', label: 'no aim' },
  { value: 'less', label: 'less is better' },
  { value: 'more', label: 'more is better' },
] as const;

/** A budget, and the designs within it that are not beaten on what one aims at. */
export function BudgetRoom() {
  const form = useExplore((state) => state.budget);
  const front = useFront();
  return (
    <div className={cards.room}>
      <p className={cards.text}>
        Set limits, and what designs compete on. {exactText(gridSize(holding(WIDE_GRID, form.held)))} designs around the
        family are tried, all with the form’s classes and what else is on it. One design beats another if it is no worse
        on every aim and better on one; shown are those within the limits that none beats. Accuracy is no aim: it cannot
        be computed.
      </p>
      <fieldset className={classes.form}>
        <Hidden as="legend">Budget</Hidden>
        {['Measure', 'Limit', 'Aim'].map((heading) => (
          <Text as="span" key={heading} size="xs" tone="ink-3" className={classes.heading}>
            {heading}
          </Text>
        ))}
        {ROWS.map((row) => (
          <Row key={row.measure} {...row} form={form} />
        ))}
      </fieldset>
      <Held form={form} />
      <Controls front={front} />
      {front ? (
        <BudgetFront front={front} />
      ) : (
        <Text tone="ink-3" className={classes.toCome}>
          After a search: the designs that fit, in the chart and in a table here.
        </Text>
      )}
    </div>
  );
}

/** What of the form's design a search may keep. */
const AXES: readonly { readonly axis: GridAxis; readonly label: string }[] = [
  { axis: 'frames', label: 'frames' },
  { axis: 'side', label: 'frame size' },
  { axis: 'gamma_w', label: 'width' },
  { axis: 'gamma_b', label: 'bottleneck' },
  { axis: 'gamma_d', label: 'depth' },
  { axis: 'strides', label: 'strides' },
  { axis: 'se', label: 'SE' },
];

/** Which axes stay as they are in the design on the form. */
function Held({ form }: { form: BudgetForm }) {
  const app = useApp();
  return (
    <fieldset className={classes.held}>
      <legend>Keep as on the form</legend>
      {AXES.map(({ axis, label }) => (
        <Checkbox
          key={axis}
          checked={form.held.includes(axis)}
          onChange={(checked) => {
            const held = AXES.map((row) => row.axis).filter((other) =>
              other === axis ? checked : form.held.includes(other),
            );
            app.explore.setState({ budget: { ...form, held } });
          }}
        >
          {label}
        </Checkbox>
      ))}
    </fieldset>
  );
}

function Row({ measure, unit, scale, step, form }: (typeof ROWS)[number] & { form: BudgetForm }) {
  const app = useApp();
  const { label } = measureNamed(measure);
  const wanted = isWanted(measure);
  const limit = form.limits[measure];
  const set = (value: number | null) =>
    app.explore.setState({ budget: { ...form, limits: { ...form.limits, [measure]: value } } });
  const aim = form.aims[measure];
  const device = useExplore((state) => state.device);
  return (
    <>
      <span className={classes.name}>{label}</span>
      <span className={classes.limit}>
        <Text as="span" size="sm" tone="ink-3" className={classes.bound}>
          {wanted ? 'at least' : 'at most'}
        </Text>
        <NumberField
          label={`${label}, ${wanted ? 'at least' : 'at most'}, ${unit}`}
          value={limit === null ? null : Number((limit / scale).toPrecision(6))}
          min={0}
          step={step}
          width={80}
          empty={{ placeholder: 'no limit', onEmpty: () => set(null) }}
          onCommit={(value) => set(value > 0 ? value * scale : null)}
        />
        <Text as="span" size="sm" tone="ink-3" className={classes.unit}>
          {measure === 'predictedTime' ? `${unit} on ${device.name}` : unit}
        </Text>
      </span>
      <Choice
        label={`Aim for ${label}`}
        hidden
        value={aim ?? 'any'}
        options={AIMS}
        onChange={(chosen) =>
          app.explore.setState({
            budget: { ...form, aims: { ...form.aims, [measure]: chosen === 'any' ? undefined : chosen } },
          })
        }
      />
    </>
  );
}

function Controls({ front }: { front: Front | null }) {
  const explorer = explorerOf(useApp());
  const stale = useStale(front);
  const searching = useExplore((state) => state.searching);
  const found = useExplore((state) => state.found);
  const aimless = useExplore((state) => aimsOf(state.budget).length === 0);
  const running = searching.kind === 'working';
  return (
    <Stack row gap="1h" className={classes.controls}>
      {running ? (
        <Button onClick={explorer.cancelSearch}>Stop</Button>
      ) : (
        <Button variant="filled" disabled={aimless} onClick={() => void explorer.search()}>
          Search
        </Button>
      )}
      {running && (
        <progress
          className={classes.progress}
          max={found?.total ?? 1}
          value={found?.tried ?? 0}
          aria-label="Designs tried"
        />
      )}
      <Text as="span" role="status" size="sm" tone="ink-2">
        {found &&
          `${exactText(found.tried)} of ${exactText(found.total)} designs tried, ${exactText(found.fitting)} fit, ${found.front.length} not beaten`}
        {!running && found && found.tried < found.total && ', stopped'}
        {stale && ', by other limits or aims than these'}
        {aimless && 'Choose at least one aim.'}
      </Text>
      {searching.kind === 'failed' && <span role="alert">{searching.fault.message}</span>}
    </Stack>
  );
}

/** True where the form asks for something else than what was searched for. */
function useStale(front: Front | null): boolean {
  const budget = useExplore((state) => state.budget);
  const device = useExplore((state) => state.device);
  if (!front) return false;
  const { limits, aims, grid, device: searched } = front.result.asked;
  const timed = [...limits, ...aims].some(({ measure }) => measure === 'predictedTime');
  return (
    !sameValue(grid, holding(WIDE_GRID, budget.held)) ||
    !sameValue(limits, limitsOf(budget)) ||
    !sameValue(aims, aimsOf(budget)) ||
    (timed && !sameValue(searched, device))
  );
}
