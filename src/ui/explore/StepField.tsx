import { useApp } from '../app/useApp';
import { useExplore } from '../app/useStudio';
import { NumberField } from '../kit/NumberField';
import classes from './exploreRoom.module.css';

/** What a step multiplies MACs by: about 2 unless a person wants another size. */
export function StepField() {
  const app = useApp();
  const factor = useExplore((state) => state.factor);
  return (
    <div className={classes.field}>
      <span>Step: MACs ×</span>
      <NumberField
        label="A step multiplies MACs by"
        value={factor}
        step={0.5}
        min={0.1}
        width={52}
        onCommit={(value) => {
          if (value > 0 && value !== 1) app.explore.setState({ factor: value });
        }}
      />
    </div>
  );
}
