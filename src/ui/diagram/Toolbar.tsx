import { memo, type ReactNode } from 'react';
import { COLOUR_MEASURES } from '../../present/measures';
import { type GraphView, type PictureFormat, ZOOM_STEP } from '../../state/view/graphView';
import type { Level } from '../../state/view/level';
import { useApp } from '../app/useApp';
import { useMissing } from '../app/useMeasure';
import { useSession } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { IconButton } from '../kit/controls/IconButton';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { Icon } from '../kit/icons';
import { ExportMenu } from './ExportMenu';
import classes from './Toolbar.module.css';

const LEVELS: readonly { readonly value: Level; readonly label: string }[] = [
  { value: 'stages', label: 'Stages' },
  { value: 'blocks', label: 'Blocks' },
  { value: 'layers', label: 'Layers' },
];

interface ToolbarProps {
  readonly view: GraphView;
  /** The node that shows the selection. */
  readonly seen: string | null;
  readonly save: (format: PictureFormat) => Promise<void>;
}

/** How the network is drawn: level, colour, direction, zoom. */
export const Toolbar = memo(function Toolbar({ view, seen, save }: ToolbarProps) {
  const app = useApp();
  const level = useSession((session) => session.level);
  const measure = useSession((session) => session.measure);
  const direction = useSession((session) => session.direction);
  const missing = useMissing();
  const other = direction === 'horizontal' ? 'vertical' : 'horizontal';
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Drawing">
      <SegmentedControl
        className={classes.levels}
        aria-label="Level"
        data={LEVELS}
        value={level}
        onChange={(next) => {
          app.pointing.setState({ anchor: null });
          app.session.setLevel(next);
        }}
      />
      <div className={classes.measure}>
        <Choice
          label="Colour"
          value={measure}
          options={COLOUR_MEASURES.map(({ value, label }) => {
            const reason = missing(value);
            // The chosen one is read in the control, and its reason in the legend.
            const text = reason === null || value === measure ? label : `${label}: ${reason}`;
            return { value, label: text, disabled: reason !== null };
          })}
          onChange={(measure) => app.session.setState({ measure })}
        />
      </div>
      <div className={classes.buttons}>
        <Press
          label={`Draw it ${other}`}
          className={classes.spare}
          onPress={() => app.session.setState({ direction: other })}
        >
          {direction === 'horizontal' ? <path d="M2.5 8h10M9.5 5l3 3-3 3" /> : <path d="M8 2.5v10M5 9.5l3 3 3-3" />}
        </Press>
        <Press label="Zoom in" className={classes.zoom} onPress={() => view.zoomBy(ZOOM_STEP)}>
          <path d="M8 3.5v9M3.5 8h9" />
        </Press>
        <Press label="Zoom out" className={classes.zoom} onPress={() => view.zoomBy(1 / ZOOM_STEP)}>
          <path d="M3.5 8h9" />
        </Press>
        <Press label="Show the whole network" onPress={() => view.showAll()}>
          <path d="M2.75 6V2.75H6M10 2.75h3.25V6M13.25 10v3.25H10M6 13.25H2.75V10" />
        </Press>
        <Press
          label="Zoom to the selection"
          className={classes.spare}
          disabled={seen === null}
          onPress={() => {
            if (seen !== null) view.zoomTo(seen);
          }}
        >
          <circle cx="8" cy="8" r="3.5" />
          <path d="M8 1.75v2.5M8 11.75v2.5M1.75 8h2.5M11.75 8h2.5" />
        </Press>
        <ExportMenu save={save} />
      </div>
    </div>
  );
});

function Press(props: {
  label: string;
  className?: string;
  disabled?: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <IconButton
      className={props.className}
      data-tip={props.label}
      data-tip-at="bottom"
      aria-label={props.label}
      disabled={props.disabled}
      onClick={props.onPress}
    >
      <Icon>{props.children}</Icon>
    </IconButton>
  );
}
