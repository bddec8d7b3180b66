import { useId } from 'react';
import { KNOBS, type KnobName } from '../../motion/knobs';
import { ownPicturesOf } from '../../state/train/ownPictures';
import { knobsOf, levelOf } from '../../state/train/train';
import { workersOf } from '../../state/workers';
import { shareText } from '../../text/numberText';
import { sentenceOf } from '../../text/sentence';
import { useApp } from '../app/useApp';
import { useOpenedInputs, useTrain } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { FileButton } from '../kit/controls/FileButton';
import { Stack } from '../kit/Stack';
import folds from './Folds.module.css';
import classes from './KnobList.module.css';

/** Every knob of the clips by itself, folded away: what is chosen is a level until one of them is moved. */
export function KnobList() {
  const { train, document } = useApp();
  const { beginGesture, endGesture } = document.history;
  const drag = { onDragStart: beginGesture, onDragEnd: endGesture };
  const knobs = useTrain(({ choice }) => choice.level);
  const pictures = useTrain(({ choice }) => choice.pictures);
  const values = knobsOf({ level: knobs });
  const shown = (Object.keys(KNOBS) as KnobName[]).filter((name) => pictures || name !== 'pictures');
  return (
    <details className={folds.fold}>
      <summary>Every knob by itself</summary>
      {shown.map((name) => (
        <Knob
          key={name}
          name={name}
          value={values[name]}
          onChange={(value) => train.choose({ level: levelOf({ ...values, [name]: value }) })}
          {...drag}
        />
      ))}
      <OwnPictures />
      <p>None of them depends on the class: they say how clips look, never what moves where.</p>
    </details>
  );
}

/** How much of the textures are crops of a video at first. */
const SHARE = 0.5;

/** Takes pictures of a video of one's own, the one that was opened last or another, to crop textures from. */
function OwnPictures() {
  const app = useApp();
  const name = useTrain(({ choice }) => choice.pictures?.name);
  const opened = useOpenedInputs().findLast((input) => input.kind === 'file')?.file;
  const take = async (file: File) => {
    try {
      const pictures = await ownPicturesOf(workersOf(app).studio(), file);
      const { choice } = app.train.getState();
      app.train.choose({ pictures, level: levelOf({ ...knobsOf(choice), pictures: SHARE }) });
    } catch (error) {
      app.notices.notify(sentenceOf(error));
    }
  };
  return (
    <Stack row>
      {opened && (
        <Button size="compact-sm" onClick={() => void take(opened)}>
          Crop textures from {opened.name}
        </Button>
      )}
      <FileButton size="compact-sm" accept="video/*" onFile={(file) => void take(file)}>
        Crop textures from a video…
      </FileButton>
      {name && <p>Textures are cropped from {name}; no link tells it, and a reload forgets it.</p>}
    </Stack>
  );
}

interface KnobProps {
  readonly name: KnobName;
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** A drag is one step of undo: these say when it begins and ends. */
  readonly onDragStart: () => void;
  readonly onDragEnd: () => void;
}

function Knob({ name, value, onChange, onDragStart, onDragEnd }: KnobProps) {
  const id = useId();
  const { label, easy, hard } = KNOBS[name];
  return (
    <div className={classes.knob}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={5}
        value={Math.round(100 * value)}
        aria-valuetext={`${shareText(value)}, from ${easy} to ${hard}`}
        onChange={(event) => onChange(Number(event.target.value) / 100)}
        onPointerDown={onDragStart}
        onPointerUp={onDragEnd}
        onPointerCancel={onDragEnd}
        onBlur={onDragEnd}
      />
      <output htmlFor={id}>{shareText(value)}</output>
      <p>
        {easy} – {hard}
      </p>
    </div>
  );
}
