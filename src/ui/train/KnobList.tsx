import { useId } from 'react';
import { KNOBS, type KnobName } from '../../motion/knobs';
import { knobsOf, levelOf } from '../../state/train/train';
import { shareText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useTrain } from '../app/useTrain';
import classes from './KnobList.module.css';

/** Knobs of the motion world that have a slider; crops of one's own video need one that is opened. */
const SHOWN = (Object.keys(KNOBS) as KnobName[]).filter((name) => name !== 'pictures');

/** Every knob of the clips by itself, folded away: what is chosen is a level until one of them is moved. */
export function KnobList() {
  const { train } = useApp();
  const knobs = useTrain(({ choice }) => choice.level);
  const values = knobsOf({ level: knobs });
  return (
    <details className={classes.knobs}>
      <summary>Every knob by itself</summary>
      {SHOWN.map((name) => (
        <Knob
          key={name}
          name={name}
          value={values[name]}
          onChange={(value) => train.choose({ level: levelOf({ ...values, [name]: value }) })}
        />
      ))}
      <p>None of them depends on the class: they say how clips look, never what moves where.</p>
    </details>
  );
}

function Knob({ name, value, onChange }: { name: KnobName; value: number; onChange: (value: number) => void }) {
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
      />
      <output htmlFor={id}>{shareText(value)}</output>
      <p>
        {easy} – {hard}
      </p>
    </div>
  );
}
